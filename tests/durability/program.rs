//! Runs of the program on a catalog file under the shim.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use crate::disk::Files;
use crate::kmgmt::command;
use crate::trace::{Event, read, shim};

/// The name of the catalog file.
const CATALOG: &str = "catalog.db";

/// The time of all runs.
pub const CLOCK: &str = "2026-01-31T12:00:00Z";

/// A folder for a catalog, of this test alone, with what lies beside it.
pub struct Place {
    folder: PathBuf,
}

/// How a run ended, and all that it did.
pub struct Ran {
    pub status: ExitStatus,
    /// What it told on standard output.
    pub out: Vec<u8>,
    /// What it told on standard error.
    pub err: String,
    /// What it did to the files.
    pub events: Vec<Event>,
}

/// What a catalog is found to have.
pub type Found = Result<State, String>;

/// All that a catalog has, as it is exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    pub environment: String,
    pub catalog: String,
}

impl Place {
    /// An empty folder.
    pub fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("durability").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(folder.join("disk")).unwrap();
        Self { folder: folder.canonicalize().unwrap() }
    }

    /// The folder that has the catalog alone.
    fn disk(&self) -> PathBuf {
        self.folder.join("disk")
    }

    /// The catalog file.
    pub fn catalog(&self) -> PathBuf {
        self.disk().join(CATALOG)
    }

    /// Whether there is a catalog file.
    pub fn has_catalog(&self) -> bool {
        self.catalog().exists()
    }

    /// The files in the folder.
    pub fn files(&self) -> Files {
        let entries = std::fs::read_dir(self.disk()).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| (path.display().to_string(), std::fs::read(&path).unwrap())).collect()
    }

    /// Makes these the files in the folder; of their paths the names count.
    pub fn restore(&self, files: &Files) {
        std::fs::remove_dir_all(self.disk()).unwrap();
        std::fs::create_dir_all(self.disk()).unwrap();
        for (path, bytes) in files {
            std::fs::write(self.disk().join(Path::new(path).file_name().unwrap()), bytes).unwrap();
        }
    }

    /// Runs statements that arrive in groups; each group is sent when the one before it was answered. A fault comes at
    /// the change that it names. The run ends early where the program does.
    pub fn run(&self, groups: &[Vec<String>], fault: Option<&str>) -> Ran {
        let mut child = self.start(fault);
        let told = Asked::of(&mut child).all(groups);
        self.end(child, told)
    }

    /// Runs statements as [`Place::run`] does, and kills the program after a while.
    pub fn run_and_kill(&self, groups: &[Vec<String>], after: Duration) -> Ran {
        let mut child = self.start(None);
        let asked = Asked::of(&mut child);
        let told = std::thread::scope(|scope| {
            let told = scope.spawn(|| asked.all(groups));
            std::thread::sleep(after);
            child.kill().unwrap();
            told.join().unwrap()
        });
        self.end(child, told)
    }

    /// Runs a subcommand on the catalog.
    pub fn run_subcommand(&self, args: &[&str], fault: Option<&str>) -> Ran {
        let mut child = self.start_with(args, fault);
        let told = Asked::of(&mut child).all(&[]);
        self.end(child, told)
    }

    fn start(&self, fault: Option<&str>) -> Child {
        self.start_with(&["--echo", "--on-error", "continue", "--clock", CLOCK], fault)
    }

    fn start_with(&self, args: &[&str], fault: Option<&str>) -> Child {
        let _ = std::fs::remove_file(self.trace());
        let mut command = command(args);
        command.arg("--catalog").arg(self.catalog()).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(std::fs::File::create(self.folder.join("err")).unwrap());
        self.watch(&mut command);
        command.envs(fault.map(|fault| ("SHIM_FAULT", fault)));
        command.spawn().unwrap()
    }

    fn end(&self, mut child: Child, out: Vec<u8>) -> Ran {
        let status = child.wait().unwrap();
        let err = std::fs::read_to_string(self.folder.join("err")).unwrap();
        Ran { status, out, err, events: self.events() }
    }

    /// Puts the shim below a program.
    fn watch(&self, command: &mut Command) {
        static SHIM: OnceLock<PathBuf> = OnceLock::new();
        command.env("LD_PRELOAD", SHIM.get_or_init(shim));
        command.env("SHIM_FOLDER", self.disk()).env("SHIM_TRACE", self.trace());
    }

    fn trace(&self) -> PathBuf {
        self.folder.join("trace")
    }

    fn events(&self) -> Vec<Event> {
        read(&self.trace())
    }

    /// Opens the catalog with the program and reads all of it.
    pub fn found(&self) -> Found {
        self.found_and_events().0
    }

    /// Opens the catalog as [`Self::found`] does, and tells also what that did to the files.
    pub fn found_and_events(&self) -> (Found, Vec<Event>) {
        let _ = std::fs::remove_file(self.trace());
        (self.exported(&self.catalog()), self.events())
    }

    /// Writes what can be read of the catalog into a new one, and reads that.
    pub fn recovered(&self) -> Found {
        let new = self.folder.join("recovered.db");
        let _ = std::fs::remove_file(&new);
        let output = command(["recover", "--into"]).arg(&new).arg(self.catalog()).output().unwrap();
        match output.status.success() {
            true => self.exported(&new),
            false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        }
    }

    fn exported(&self, catalog: &Path) -> Found {
        let mut export = command(["export", "--clock", CLOCK, "--catalog"]);
        export.arg(catalog).arg("--output").arg(self.folder.join("state"));
        // Nothing is really synced below the shim, which saves most of the time.
        self.watch(&mut export);
        let output = export.output().unwrap();
        if !output.status.success() {
            return Err(format!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr)));
        }
        let text = |name: &str| std::fs::read_to_string(self.folder.join("state").join(name)).unwrap();
        Ok(State { environment: text("environment.json"), catalog: text("catalog.kql") })
    }
}

/// The pipes of a program that runs, and what it told so far.
struct Asked {
    stdin: ChildStdin,
    stdout: ChildStdout,
    told: Vec<u8>,
}

impl Asked {
    fn of(child: &mut Child) -> Self {
        Self { stdin: child.stdin.take().unwrap(), stdout: child.stdout.take().unwrap(), told: Vec::new() }
    }

    /// Sends the groups, each when the one before it was answered; answers all that the program told until it ended.
    fn all(mut self, groups: &[Vec<String>]) -> Vec<u8> {
        let _ = groups.iter().all(|group| self.one(group));
        drop(self.stdin);
        self.stdout.read_to_end(&mut self.told).unwrap();
        self.told
    }

    /// Sends a group of statements and waits until the last one is answered; answers whether it was.
    fn one(&mut self, group: &[String]) -> bool {
        let text: String = group.iter().map(|statement| format!("{statement}\n\n")).collect();
        // A program that ended reads nothing, and tells nothing either.
        let _ = self.stdin.write_all(text.as_bytes());
        let begun = self.told.len();
        let mut bytes = vec![0; 1 << 16];
        while answered(&self.told[begun..], group) < group.len() {
            match self.stdout.read(&mut bytes).unwrap() {
                0 => return false,
                count => self.told.extend_from_slice(&bytes[..count]),
            }
        }
        true
    }
}

/// How many of the statements were answered in what was told: each is told again before its answer, and both wait until
/// its changes are durable. A secret is told as asterisks.
pub fn answered(told: &[u8], statements: &[String]) -> usize {
    let told = String::from_utf8_lossy(told);
    let mut rest = told.as_ref();
    let is_answered = |statement: &&String| {
        let again = statement.trim_end_matches("\n#end").split("h@").next().unwrap_or_default();
        let after = rest.find(again).and_then(|at| rest[at + again.len()..].split_once('\n'));
        after.inspect(|(_, after)| rest = after).is_some()
    };
    statements.iter().take_while(is_answered).count()
}
