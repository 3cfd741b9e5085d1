//! What Terraform says of its resources: `terraform show -json` (*JSON output format*, `format_version` 1), and the state
//! file itself, `terraform.tfstate`.

use serde_json::{Map, Value};

use crate::state::import::columns::TERRAFORM_TYPES;
use crate::state::import::part::Fault;
use crate::state::import::rows::Place;

/// A field that every state file has, and no other document.
pub(super) const STATE_FILE: &str = "lineage";
/// The version of the state files that Terraform writes since its version 0.12.
const STATE_VERSION: u64 = 4;
const TYPE: &str = "type";

/// Returns the resources of Kusto that `terraform show -json` lists of a state, those of modules too; each says its type.
pub(super) fn shown(document: &Map<String, Value>) -> Vec<Map<String, Value>> {
    let root = document.get("values").and_then(|values| values.get("root_module"));
    let mut found = Vec::new();
    let mut modules: Vec<&Value> = root.into_iter().collect();
    while let Some(module) = modules.pop() {
        found.extend(list(module, "resources").filter_map(|resource| typed(resource, resource.get("values")?)));
        modules.extend(list(module, "child_modules"));
    }
    found
}

/// Returns the resources of Kusto in a state file, one an instance; nothing of a file of another version.
pub(super) fn state_file(document: &Map<String, Value>) -> Option<Vec<Map<String, Value>>> {
    let is_known = document.get("version").and_then(Value::as_u64) == Some(STATE_VERSION);
    let resources = document.get("resources").and_then(Value::as_array).into_iter().flatten();
    let instances = resources.flat_map(|resource| {
        list(resource, "instances").filter_map(move |instance| typed(resource, instance.get("attributes")?))
    });
    is_known.then(|| instances.collect())
}

/// Says that a state file is of another version.
pub(super) fn other_version(place: &Place) -> Fault {
    let fault = Fault::new(place.clone(), format!("this is no state file of Terraform of version {STATE_VERSION}"));
    fault.help("`terraform show -json` shows a state of any version")
}

fn list<'v>(of: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    of.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// Returns the values with the type of their resource. Every other resource of the configuration is none of ours.
fn typed(resource: &Value, values: &Value) -> Option<Map<String, Value>> {
    let kind = resource.get(TYPE)?.as_str().filter(|kind| kind.starts_with(TERRAFORM_TYPES))?;
    let mut values = values.as_object()?.clone();
    values.insert(TYPE.to_owned(), Value::from(kind));
    Some(values)
}
