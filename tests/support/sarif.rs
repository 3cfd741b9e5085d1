//! The schema of the logs that other programs read.

/// Returns the schema that OASIS publishes, as the crate `serde-sarif` 0.8.0 (`src/schema.json`) has it. One of its
/// patterns has a bracket that validators refuse: it is escaped here.
pub fn schema() -> jsonschema::Validator {
    let text = std::fs::read_to_string("fixtures/sarif-schema-2.1.0.json").unwrap();
    let (faulty, right) = ("-[a-zA-Z]{2}]?$", r"-[a-zA-Z]{2}\\]?$");
    assert!(text.contains(faulty));
    let text = text.replace(faulty, right);
    jsonschema::draft7::new(&serde_json::from_str(&text).unwrap()).unwrap()
}

/// Fails with what is wrong with a log, if something is.
pub fn is_log(log: &serde_json::Value) {
    let schema = schema();
    let faults: Vec<String> =
        schema.iter_errors(log).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
