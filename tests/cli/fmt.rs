//! `kmgmt fmt`, `kmgmt completions`, `kmgmt man`.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::{Command, Stdio};

use crate::cli::kmgmt::{command, file, kmgmt, path, run};

const WILD: &str = ".show   version ;\n\n\n\n// a comment\n#dbcontext\n";
const CANONICAL: &str = ".show version;\n\n// a comment\n#dbcontext\n";

#[test]
fn a_pipe_is_laid_out() {
    kmgmt(["fmt"]).stdin(WILD).out(CANONICAL).ends(0);
    kmgmt(["fmt", "-"]).stdin(CANONICAL).out(CANONICAL).ends(0);
    kmgmt(["fmt", "--check"]).stdin(WILD).out("<stdin>\n").ends(1);
    kmgmt(["fmt", "--check"]).stdin(CANONICAL).ends(0);
}

#[test]
fn files_are_written_again_in_their_place_with_their_permissions() {
    let (wild, canonical) = (file("wild.kql", WILD), file("canonical.kql", CANONICAL));
    let link = path("link.kql");
    let _ = std::fs::remove_file(&link);
    symlink(&wild, &link).unwrap();
    std::fs::set_permissions(&wild, std::fs::Permissions::from_mode(0o640)).unwrap();
    let linked = link.display().to_string();
    kmgmt(["fmt", "--check", &wild, &canonical, &linked]).out(&format!("{wild}\n{linked}\n")).ends(1);
    assert_eq!(std::fs::read_to_string(&wild).unwrap(), WILD);
    kmgmt(["fmt", &linked, &canonical]).ends(0);
    assert_eq!(std::fs::read_to_string(&wild).unwrap(), CANONICAL);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::fs::metadata(&wild).unwrap().permissions().mode() & 0o777, 0o640);
    kmgmt(["fmt", "--check", &wild, &canonical]).ends(0);
    let left = std::fs::read_dir(path("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(left.filter(|name| name.ends_with(".tmp")).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn what_is_no_statement_stays_and_is_told() {
    let err = "error: `.x` is no command\n --> <stdin>:2:2\n  |\n2 | .x   y\n  |  ^\n  |\n  = help: `#help WORD` lists the commands that have a word\n";
    kmgmt(["fmt"]).stdin(".show  version\n.x   y\n").out(".show version\n.x   y\n").err(err).ends(1);
    kmgmt(["fmt", "--check"]).stdin(".show version\n.x   y\n").err(err).ends(1);
    kmgmt(["fmt", "nowhere.kql"])
        .err("error: can't read `nowhere.kql`: No such file or directory (os error 2)\n")
        .ends(2);
}

#[test]
fn every_shell_has_completions_and_bash_takes_its_own() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (out, err, code) = run(command(["completions", shell]), None);
        assert!(out.contains("offboard") && out.contains("error-format"), "{shell}: {out}");
        assert_eq!((err.as_str(), code), ("", 0));
    }
    let (script, ..) = run(command(["completions", "bash"]), None);
    let mut bash = Command::new("bash");
    bash.arg("-n").arg(file("completions.bash", script)).stdout(Stdio::piped()).stderr(Stdio::piped());
    assert_eq!(run(bash, None), (String::new(), String::new(), 0));
}

#[test]
fn the_manual_has_a_page_for_kmgmt_and_for_each_subcommand() {
    let (page, _, code) = run(command(["man"]), None);
    assert!(page.contains(".TH kmgmt 1") && page.contains("on\\-error") && code == 0, "{page}");
    let (page, _, code) = run(command(["man", "plan"]), None);
    assert!(page.contains("undo\\-script") && code == 0, "{page}");
    kmgmt(["man", "plam"]).err("error: `plam` is no subcommand\n |\n = help: did you mean `plan`?\n").ends(2);
}
