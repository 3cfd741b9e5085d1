//! The workflow and the pipeline of `docs/`: their commands, as a build runs them.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A change that breaks a check: it makes a group admin that is never to be one.
const CHANGE: &str = ".add database Ops admins ('aadgroup=uni@contoso.com')\n";
const CHECK: &str = "//! never aadgroup=uni@contoso.com admin database Ops\n";

/// A repository with a state, a change and a check.
fn repository(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    for (file, text) in
        [("cluster/catalog.kql", ".create database Ops\n"), ("changes/more roles.kql", CHANGE), ("checks/a.kql", CHECK)]
    {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// The scripts of a build's steps, in order: what stands after one of the words, or in the deeper lines after it.
fn steps(file: &str, words: [&str; 2]) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap();
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut lines = text.lines().peekable();
    let mut all = Vec::new();
    while let Some(line) = lines.next() {
        let begun = words.iter().find_map(|word| line.trim_start().trim_start_matches("- ").strip_prefix(word));
        match begun {
            Some("|") => {
                let mut script = String::new();
                while let Some(inner) = lines.next_if(|inner| depth(inner) > depth(line) + 1) {
                    script += inner.trim_start();
                    script.push('\n');
                }
                all.push(script);
            }
            Some(script) => all.push(script.to_owned()),
            None => {}
        }
    }
    all
}

/// Runs the steps that call kmgmt, each as a build does; answers the exit codes and what they write.
fn run(name: &str, steps: &[String]) -> (Vec<Option<i32>>, String, PathBuf) {
    let folder = repository(name);
    let programs = Path::new(env!("CARGO_BIN_EXE_kmgmt")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let (mut codes, mut written) = (Vec::new(), String::new());
    for step in steps.iter().filter(|step| step.contains("kmgmt ") && !step.contains("cargo install")) {
        let mut shell = Command::new("bash");
        shell.args(["-e", "-c", &step.replace("$(Build.ArtifactStagingDirectory)", ".")]).current_dir(&folder);
        let output = shell.env("PATH", &path).output().unwrap();
        codes.push(output.status.code());
        written += &String::from_utf8(output.stdout).unwrap();
    }
    (codes, written, folder)
}

#[test]
fn a_build_tests_the_change_and_shows_its_plan_all_the_same() {
    for (file, words) in
        [("docs/github-workflow.yml", ["run: ", "run: "]), ("docs/azure-pipelines.yml", ["bash: ", "script: "])]
    {
        let name = file.replace('/', "-");
        let (codes, written, folder) = run(&name, &steps(file, words));
        // `check` finds nothing, `test` fails, `plan` writes.
        assert_eq!(codes, [Some(0), Some(1), Some(0)], "{file}: {written}");
        assert!(written.contains("checks/a.kql"), "{file}: {written}");
        let plan = std::fs::read_to_string(folder.join("plan.md")).unwrap();
        assert!(plan.contains("uni"), "{plan}");
        // What follows the check runs whatever became of it, and a change of the checks alone starts the build too.
        let text = std::fs::read_to_string(file).unwrap();
        let runs_on = text.matches("!cancelled()").count() + text.matches("condition: ").count();
        assert_eq!(runs_on, 3, "{file}");
        assert!(text.contains("checks/*"), "{file}");
    }
}
