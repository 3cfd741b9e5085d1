//! Reads `fixtures/access/matrix.tsv`.

use std::collections::BTreeMap;

use kmgmt::model::entity::EntityKind;
use kmgmt::model::permission::Permission;
use kmgmt::model::role::Role;

/// One role at one scope.
#[derive(Clone, Debug)]
pub struct Row {
    /// `External Table`
    pub scope: String,
    /// `Admin`, or `AllDatabasesAdmin`
    pub role: String,
    /// The names of the roles of which one must be held besides; none where none must.
    pub satisfied_by: Vec<String>,
    /// Those that do as well in Fabric.
    pub in_fabric: Vec<String>,
    cells: BTreeMap<String, String>,
}

/// What a cell says of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    Allowed,
    Needs,
    Denied,
}

impl Row {
    /// `Table Admin`, `AllDatabasesAdmin`, `Cluster Ops`
    pub fn name(&self) -> String {
        match self.role.strip_prefix("AllDatabases") {
            Some(_) => self.role.clone(),
            None => format!("{} {}", self.scope, self.role),
        }
    }

    /// What the row says of an action, on the entity itself or on one below it.
    pub fn says(&self, action: &str, itself: bool) -> Says {
        match (self.cells[action].as_str(), itself) {
            ("yes", _) | ("below", false) => Says::Allowed,
            ("needs", _) => Says::Needs,
            ("-", _) | ("below", true) => Says::Denied,
            (other, _) => panic!("{}: {other}", self.name()),
        }
    }

    pub fn kind(&self) -> EntityKind {
        EntityKind::ALL.iter().copied().find(|kind| kind.title() == self.scope).unwrap()
    }

    pub fn model(&self) -> Role {
        let named = |role: &&Role| role.cluster_name() == Some(&self.role) || role.title() == self.role;
        Role::ALL.iter().find(named).copied().unwrap()
    }
}

/// The table.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// The words of the columns.
    pub actions: Vec<String>,
    pub rows: Vec<Row>,
}

impl Matrix {
    pub fn read() -> Self {
        let text = std::fs::read_to_string("fixtures/access/matrix.tsv").unwrap();
        let mut lines = text.lines().filter(|line| !line.starts_with('#'));
        let actions: Vec<String> = lines.next().unwrap().split('\t').skip(5).map(str::to_owned).collect();
        let rows = lines.map(|line| row(line, &actions)).collect();
        Self { actions, rows }
    }

    /// Each role alone, and with one that puts it in force: the least that does.
    pub fn holdings(&self) -> Vec<Vec<&Row>> {
        let database = EntityKind::Database.title();
        let beside = |row: &Row| row.satisfied_by.iter().rfind(|name| name.starts_with(database)).cloned();
        let both = |row| vec![vec![row]].into_iter().chain(beside(row).map(|other| vec![row, self.row(&other)]));
        self.rows.iter().flat_map(both).collect()
    }

    pub fn row(&self, name: &str) -> &Row {
        self.rows.iter().find(|row| row.name() == name).unwrap_or_else(|| panic!("no row {name}"))
    }
}

/// Whether roles that are held wherever they can be allow an action on an entity of a kind.
pub fn allowed(rows: &[&Row], action: Permission, kind: EntityKind) -> bool {
    let says = |row: &Row| {
        let covers = match row.kind() {
            EntityKind::Cluster => true,
            EntityKind::Database => kind >= EntityKind::Database,
            own => own == kind,
        };
        if covers { row.says(action.word(), row.kind() == kind) } else { Says::Denied }
    };
    let in_force = |row: &Row| rows.iter().any(|other| row.satisfied_by.contains(&other.name()));
    rows.iter().any(|row| match says(row) {
        Says::Allowed => true,
        Says::Needs => in_force(row),
        Says::Denied => false,
    })
}

fn row(line: &str, actions: &[String]) -> Row {
    let cells: Vec<&str> = line.split('\t').collect();
    assert_eq!(cells.len(), 5 + actions.len(), "{line}");
    let names = |cell: &str| cell.split(", ").filter(|name| *name != "-").map(str::to_owned).collect();
    let (satisfied_by, in_fabric) = (names(cells[3]), names(cells[4]));
    let says = actions.iter().cloned().zip(cells[5..].iter().map(|cell| (*cell).to_owned())).collect();
    Row { scope: cells[0].to_owned(), role: cells[1].to_owned(), satisfied_by, in_fabric, cells: says }
}
