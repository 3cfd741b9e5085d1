//! Catalog files as processes meet them: several at once, damaged, of others, read only, undone, compacted, recovered.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "cli/kmgmt.rs"]
mod kmgmt;

use std::collections::BTreeSet;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use kmgmt::{command, on, recover, run, well};

/// A folder of one test alone.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// A run that fails: what it tells of the file, which is called `FILE` here.
#[track_caller]
fn refused(file: &Path, args: &[&str], code: i32) -> String {
    let (out, err, ended) = on(file, args);
    assert_eq!((out.as_str(), ended), ("", code), "{err}");
    err.replace(file.to_str().unwrap(), "FILE")
}

fn made(folder: &tempfile::TempDir) -> PathBuf {
    let file = folder.path().join("catalog.db");
    well(&file, &["-q", ".create table T (a:int)", ".add table T admins ('aaduser=ana@contoso.com') 'first'"]);
    file
}

const ADMINS: &[&str] =
    &["--format", "csv", ".show table T principals | where Role == 'Table T Admin' | project PrincipalFQN"];

#[test]
fn a_new_file_is_told_and_readable_by_its_owner_only() {
    let folder = folder();
    let file = folder.path().join("new.db");
    let (out, err, code) = on(&file, &[".create table T (a:int) | project TableName", "--format", "csv"]);
    assert_eq!((out.as_str(), code), ("TableName\nT\n", 0));
    let told = err.replace(file.to_str().unwrap(), "FILE");
    assert_eq!(told, "note: catalog file `FILE` is new: it has the database `NetDefaultDB`\n");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["new.db"]);
}

#[test]
fn what_is_no_catalog_is_refused_with_what_to_do() {
    let folder = folder();
    let file = folder.path().join("catalog.db");
    let tell = |bytes: &[u8]| {
        std::fs::write(&file, bytes).unwrap();
        let told = refused(&file, &[".show version"], 2);
        assert_eq!(std::fs::read(&file).unwrap(), bytes, "the file was changed");
        told
    };
    insta::assert_snapshot!(tell(b""), @r"
    error: catalog `FILE`: the file is empty, and an empty file is no catalog
     |
     = help: remove it to begin with a new catalog, or bring back a copy of the file
    ");
    insta::assert_snapshot!(tell(b".create table T (a:int)"), @"
    error: catalog `FILE`: the file is no catalog of kmgmt
     |
     = help: a catalog is a file that `--catalog` made; if this is one, its first page is damaged: bring back a copy
     = help: `--from FILE` reads a script or an answer of a real cluster
    ");
    insta::assert_snapshot!(tell(b"SQLite format 3\0"), @"
    error: catalog `FILE`: the file is no catalog of kmgmt
     |
     = help: a catalog is a file that `--catalog` made; if this is one, its first page is damaged: bring back a copy
    ");
    std::fs::remove_file(&file).unwrap();
    insta::assert_snapshot!(refused(&file, &["--read-only", ".show version"], 2), @r"
    error: catalog `FILE`: there is no such file
     |
     = help: leave out `--read-only`, and it is made
    ");
    let connection = rusqlite::Connection::open(&file).unwrap();
    connection.execute_batch("CREATE TABLE others (a)").unwrap();
    insta::assert_snapshot!(refused(&file, &[".show version"], 2), @"
    error: catalog `FILE`: the file is no catalog of kmgmt
     |
     = help: a catalog is a file that `--catalog` made; if this is one, its first page is damaged: bring back a copy
    ");
    let within = folder.path().join("nowhere").join("catalog.db");
    let told = refused(&within, &[".show version"], 2).replace(folder.path().to_str().unwrap(), "FOLDER");
    insta::assert_snapshot!(told, @"error: catalog `FILE`: there is no folder `FOLDER/nowhere`");
}

#[test]
fn a_file_of_a_later_version_is_refused() {
    let folder = folder();
    let file = made(&folder);
    rusqlite::Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
    insta::assert_snapshot!(refused(&file, &[".show version"], 2), @"
    error: catalog `FILE`: the file has format 99, and this version of kmgmt reads formats up to 2
     |
     = help: open it with the version of kmgmt that wrote it, or a later one
    ");
}

#[test]
fn a_damaged_file_is_refused_and_what_reads_is_recovered() {
    let folder = folder();
    let file = made(&folder);
    let script: String =
        (0..2_000).map(|number| format!(".add table T admins ('aaduser=u{number}@contoso.com')\n")).collect();
    let ran = run(command(["--catalog", file.to_str().unwrap(), "-q"]), Some(script.as_bytes()));
    assert_eq!(ran, (String::new(), String::new(), 0));
    let whole = std::fs::read(&file).unwrap();
    let mut recovered = 0;
    for page in (1..whole.len() / 4096).step_by(5) {
        let mut bytes = whole.clone();
        bytes[page * 4096..page * 4096 + 4096].fill(0xA5);
        std::fs::write(&file, &bytes).unwrap();
        let (out, err, code) = on(&file, &["--read-only", "--format", "csv", ".show table T principals | count"]);
        // A page that nobody needs to answer this is not read: then the answer is right.
        assert!(
            code > 0 && out.is_empty() && err.contains("the file is damaged")
                || (out.as_str(), code) == ("Count\n2004\n", 0),
            "page {page}: {out}{err}"
        );
        if page % 25 == 1 {
            let new = folder.path().join(format!("new-{page}.db"));
            let (_, err, code) = recover(&file, &new);
            assert!(code <= 1 || code == 2 && err.starts_with("error: catalog"), "page {page}: {err}");
            if code <= 1 {
                let count = ["--read-only", "--format", "csv", ".show table T principals | count"];
                // Who says that nothing is lost has all of it.
                assert!(code == 1 || well(&new, &count) == "Count\n2004\n", "page {page}");
                well(&new, &count);
                recovered += 1;
            }
        }
    }
    assert!(recovered > 2, "{recovered}");
}

#[test]
fn reading_needs_no_right_to_write() {
    let folder = folder();
    let file = made(&folder);
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o400)).unwrap();
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o500)).unwrap();
    let admins = "PrincipalFQN\naaduser=admin@localhost\naaduser=ana@contoso.com\n";
    assert_eq!(well(&file, &[&["--read-only"], ADMINS].concat()), admins);
    let (out, err, code) = on(&file, &["--read-only", ".drop table T"]);
    assert_eq!((out.as_str(), code), ("", 1));
    insta::assert_snapshot!(err.replace(file.to_str().unwrap(), "FILE"), @"
    error: catalog `FILE`: the catalog is open for reading only
     --> <command>:1:1
      |
    1 | .drop table T
      | ^^^^^
      |
      = help: leave out `--read-only`, or see with `kmgmt plan` what would change
    ");
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o700)).unwrap();
}

#[test]
fn what_a_producer_has_written_already_is_made_durable_together() {
    let folder = folder();
    let file = made(&folder);
    // The header of a file of SQLite counts its transactions (`fileformat2.html`, section 1.2.9).
    let transactions = || u32::from_be_bytes(std::fs::read(&file).unwrap()[24..28].try_into().unwrap());
    let before = transactions();
    let script: String = (0..3_000)
        .map(|number| format!(".add table T admins ('aaduser=u{number}@contoso.com') '{number:400}'\n"))
        .collect();
    let begun = std::time::Instant::now();
    let ran = run(command(["--catalog", file.to_str().unwrap(), "-q"]), Some(script.as_bytes()));
    assert_eq!(ran, (String::new(), String::new(), 0));
    // A pipe holds 64 KiB, so that the script comes in twenty parts at least. A group is durable after a second, too,
    // and where the producer does not get its turn.
    let parts = script.len() / (64 << 10);
    let most = parts / 2 + usize::try_from(begun.elapsed().as_secs()).unwrap();
    let made = (transactions() - before) as usize;
    assert!(parts >= 20 && made <= most, "{made} of {most}, {parts} parts");
}

#[test]
fn several_processes_lose_nothing_and_see_one_order() {
    const PROCESSES: usize = 8;
    const COMMANDS: usize = 1_000;
    let folder = folder();
    let file = made(&folder);
    let mut children: Vec<_> = (0..PROCESSES)
        .map(|process| {
            let mut child = command(["--catalog", file.to_str().unwrap(), "-q"]).stdin(Stdio::piped()).spawn().unwrap();
            let mut pipe = child.stdin.take().unwrap();
            let writer = std::thread::spawn(move || {
                for number in 0..COMMANDS {
                    // Each process adds its own, and all of them change one thing.
                    writeln!(pipe, ".add table T admins ('aaduser=p{process}n{number}@contoso.com') 'note {number}'")
                        .unwrap();
                    writeln!(pipe, ".alter table T docstring 'p{process}n{number}'").unwrap();
                    if number % 100 == 0 {
                        // The pipe is empty for a moment: what was read becomes durable, and others come in between.
                        pipe.flush().unwrap();
                        std::thread::sleep(std::time::Duration::from_millis(5));
                    }
                }
            });
            (child, writer)
        })
        .collect();
    for (child, _) in &mut children {
        assert!(child.wait().unwrap().success());
    }
    for (_, writer) in children {
        writer.join().unwrap();
    }
    let told = well(
        &file,
        &["--format", "csv", ".show table T principals | where Role == 'Table T Admin' | project PrincipalFQN"],
    );
    let there: BTreeSet<&str> = told.lines().collect();
    for process in 0..PROCESSES {
        for number in 0..COMMANDS {
            let one = format!("aaduser=p{process}n{number}@contoso.com");
            assert!(there.contains(one.as_str()), "{one} is lost");
        }
    }
    // In the journal the changes of each process stand in its order, and the last one is what is there.
    let connection = rusqlite::Connection::open(&file).unwrap();
    let mut statement =
        connection.prepare("SELECT command FROM journal WHERE command LIKE '.alter%' ORDER BY sequence").unwrap();
    let commands: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(commands.len(), PROCESSES * COMMANDS);
    let mut next = [0; PROCESSES];
    let mut turns = 0;
    let mut before = None;
    for command in &commands {
        let name = command.split('\'').nth(1).unwrap();
        let (process, number) = name[1..].split_once('n').unwrap();
        let process: usize = process.parse().unwrap();
        assert_eq!(number.parse::<usize>().unwrap(), next[process], "{command}");
        next[process] += 1;
        turns += usize::from(before != Some(process));
        before = Some(process);
    }
    println!("{turns} turns");
    let last = commands.last().unwrap().split('\'').nth(1).unwrap();
    let shown = well(&file, &["--format", "csv", ".show table T details | project DocString"]);
    assert_eq!(shown, format!("DocString\n{last}\n"));
}

#[test]
fn a_change_of_another_process_counts_at_the_next_statement() {
    let folder = folder();
    let file = made(&folder);
    let mut child = command(["--catalog", file.to_str().unwrap(), "--format", "csv", "--on-error", "continue"]);
    let mut child = child.stdin(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let mut out = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut ask = || {
        // A command in a pipe ends where the next one begins, or at `;`.
        writeln!(pipe, ".show table T principals | where Role == 'Table T Admin' | count;").unwrap();
        loop {
            let mut line = String::new();
            assert!(std::io::BufRead::read_line(&mut out, &mut line).unwrap() > 0, "the process ended");
            if let Ok(count) = line.trim().parse::<usize>() {
                return count;
            }
        }
    };
    assert_eq!(ask(), 2);
    well(&file, &["-q", ".add table T admins ('aaduser=bo@contoso.com')"]);
    assert_eq!(ask(), 3);
    well(&file, &["-q", ".drop table T admins ('aaduser=bo@contoso.com')"]);
    assert_eq!(ask(), 2);
    // Also where the journal does not have it any more.
    well(&file, &["-q", ".add table T admins ('aaduser=bo@contoso.com', 'aaduser=eve@contoso.com')"]);
    let pruned = run(command(["compact", "--catalog", file.to_str().unwrap(), "--keep", "0d"]), None);
    assert!(pruned.0.starts_with("removed changes 1 to 5, ") && pruned.2 == 0, "{pruned:?}");
    assert_eq!(ask(), 4);
    drop(pipe);
    assert!(child.wait().unwrap().success());
}

#[test]
fn an_atomic_run_is_one_change_of_the_file_or_none() {
    let folder = folder();
    let file = made(&folder);
    let (_, err, code) =
        on(&file, &["--atomic", "-q", ".add table T admins ('aaduser=bo@contoso.com')", ".drop table Nope"]);
    assert_eq!(code, 1);
    assert!(err.ends_with("note: nothing was applied: of an atomic run all statements stay or none\n"), "{err}");
    assert_eq!(well(&file, ADMINS), "PrincipalFQN\naaduser=admin@localhost\naaduser=ana@contoso.com\n");
    well(&file, &["--atomic", "-q", ".add table T admins ('aaduser=bo@contoso.com')", ".create table U (a:int)"]);
    assert_eq!(
        well(&file, ADMINS),
        "PrincipalFQN\naaduser=admin@localhost\naaduser=ana@contoso.com\naaduser=bo@contoso.com\n"
    );
}

#[test]
fn undoing_skips_what_is_undone_and_stops_at_what_others_changed() {
    let folder = folder();
    let file = made(&folder);
    let undo = |args: &[&str]| {
        let mut all = vec!["undo", "--catalog", file.to_str().unwrap()];
        all.extend(args);
        run(command(all), None)
    };
    let ok = |text: &str| (text.to_owned(), String::new(), 0);
    well(&file, &["-q", ".add table T admins ('aaduser=bo@contoso.com') 'second'"]);
    assert_eq!(undo(&[]), ok("undone: .add table T admins ('aaduser=bo@contoso.com') 'second' (change 3)\n"));
    assert_eq!(undo(&[]), ok("undone: .add table T admins ('aaduser=ana@contoso.com') 'first' (change 2)\n"));
    assert_eq!(well(&file, ADMINS), "PrincipalFQN\naaduser=admin@localhost\n");
    let (out, err, code) = undo(&["2"]);
    assert_eq!((out.as_str(), code), ("", 1));
    insta::assert_snapshot!(err, @r"
    error: only 1 change can be undone
     |
     = help: what was undone already is not undone again, and neither is what the journal does not have any more
    ");
    // What `#undo` took back is undone too.
    well(&file, &["-q", ".add table T admins ('aaduser=eve@contoso.com')", "#undo"]);
    let (out, err, code) = undo(&[]);
    assert_eq!((out.as_str(), err.as_str(), code), ("undone: .create table T (a:int) (change 1)\n", "", 0));
    assert_eq!(undo(&[]).2, 1);
}

#[test]
fn compacting_keeps_what_is_there_and_says_what_went() {
    let folder = folder();
    let file = folder.path().join("catalog.db");
    let at = |day: &str, command: &str| well(&file, &["-q", "--clock", &format!("{day}T12:00:00Z"), command]);
    at("2026-01-01", ".create table T (a:int)");
    at("2026-01-02", ".add table T admins ('aaduser=ana@contoso.com') 'first'");
    at("2026-01-31", ".alter table T docstring 'x'");
    let compact = |keep: &str| {
        let args = ["compact", "--catalog", file.to_str().unwrap(), "--keep", keep, "--clock", "2026-02-05T00:00:00Z"];
        let (out, err, code) = run(command(args), None);
        assert_eq!((err.as_str(), code), ("", 0));
        out
    };
    assert_eq!(compact("40d"), "nothing removed: no change was made before 2025-12-27 00:00:00\n");
    let both = "removed changes 1 to 2, the last of them made 2026-01-02 12:00:00; they can't be undone any more\n";
    assert_eq!(compact("30d"), both);
    assert_eq!(compact("0d"), "removed change 3, made 2026-01-31 12:00:00; it can't be undone any more\n");
    assert_eq!(well(&file, ADMINS), "PrincipalFQN\naaduser=admin@localhost\naaduser=ana@contoso.com\n");
    well(&file, &["-q", ".create table U (a:int)"]);
    let (out, _, _) = run(command(["log", "--catalog", file.to_str().unwrap(), "--format", "jsonl"]), None);
    assert!(out.starts_with(r#"{"change":4,"#) && out.lines().count() == 1, "{out}");
}

#[test]
fn the_log_says_who_changed_what() {
    let folder = folder();
    let file = folder.path().join("catalog.db");
    let clock = ["--clock", "2026-01-31T12:00:00Z", "-q"];
    well(
        &file,
        &[&clock[..], &[".create database Sales", ".add database Sales admins ('aaduser=ana@contoso.com')"]].concat(),
    );
    let ana = ["--clock", "2026-02-01T08:30:00Z", "-q", "--as", "aaduser=ana@contoso.com"];
    let external = ".create external table E (a:long) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;secretkey')";
    well(
        &file,
        &[&ana[..], &["-d", "Sales", ".add database Sales viewers ('aadgroup=All;contoso.com') 'everybody'", external]]
            .concat(),
    );
    let log = |args: &[&str]| {
        let mut all = vec!["log", "--catalog", file.to_str().unwrap()];
        all.extend(args);
        let (out, err, code) = run(command(all), None);
        assert_eq!((err.as_str(), code), ("", 0));
        assert!(!out.contains("secretkey"), "{out}");
        out
    };
    insta::assert_snapshot!(log(&[]), @r"
    change 4  2026-02-01 08:30:00  aaduser=ana@contoso.com  in Sales
        .create external table E (a:long) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;****')
      + Sales.E: Name: E
      + Sales.E: admins: aaduser=ana@contoso.com

    change 3  2026-02-01 08:30:00  aaduser=ana@contoso.com  in Sales
        .add database Sales viewers ('aadgroup=All;contoso.com') 'everybody'
      + Sales: viewers: aadgroup=All;contoso.com

    change 2  2026-01-31 12:00:00  aaduser=admin@localhost  in NetDefaultDB
        .add database Sales admins ('aaduser=ana@contoso.com')
      + Sales: admins: aaduser=ana@contoso.com

    change 1  2026-01-31 12:00:00  aaduser=admin@localhost  in NetDefaultDB
        .create database Sales
      + Sales: Name: Sales
      + Sales: admins: aaduser=admin@localhost
    ");
    assert_eq!(log(&["--principal", "aaduser=ana@contoso.com"]).matches("change ").count(), 2);
    assert_eq!(log(&["--scope", "external table Sales.E"]).matches("change ").count(), 1);
    assert_eq!(log(&["--since", "2026-02-01T00:00:00Z"]).matches("change ").count(), 2);
}

#[test]
fn a_state_can_be_imported_into_a_file() {
    let folder = folder();
    let file = folder.path().join("catalog.db");
    let args = [
        "import",
        "fixtures/imports/kusto-cli.txt",
        "fixtures/imports/users.json",
        "--catalog",
        file.to_str().unwrap(),
    ];
    let (out, _, code) = run(command(args), None);
    assert_eq!(code, 0, "{out}");
    let state = folder.path().join("state");
    let (_, _, code) =
        run(command(["export", "--catalog", file.to_str().unwrap(), "-o", state.to_str().unwrap()]), None);
    assert_eq!(code, 0);
    let other = folder.path().join("other");
    run(
        command([
            "import",
            "fixtures/imports/kusto-cli.txt",
            "fixtures/imports/users.json",
            "-o",
            other.to_str().unwrap(),
        ]),
        None,
    );
    let text = |folder: &Path, name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    assert_eq!(text(&state, "catalog.kql"), text(&other, "catalog.kql"));
    // A second time nothing changes.
    let (out, _, code) = run(command(args), None);
    assert_eq!((out.as_str(), code), ("nothing changed\n", 0));
}

#[test]
fn questions_read_a_file_and_leave_it_as_it_is() {
    let folder = folder();
    let file = made(&folder);
    let before = std::fs::read(&file).unwrap();
    let path = file.to_str().unwrap();
    let script = folder.path().join("s.kql");
    std::fs::write(&script, "//! deny aaduser=ana@contoso.com view table T\n.alter table T docstring 'x'\n").unwrap();
    let script = script.to_str().unwrap();
    for (args, code) in [
        (vec!["explain", "aaduser=ana@contoso.com", "view", "database", "NetDefaultDB", "--catalog", path], 1),
        (vec!["who-can", "view", "database", "NetDefaultDB", "--catalog", path], 0),
        (vec!["roles", "aaduser=ana@contoso.com", "--catalog", path], 0),
        (vec!["plan", script, "--catalog", path], 0),
        (vec!["check", script, "--catalog", path], 0),
        (vec!["review", "--catalog", path], 0),
        (vec!["test", script, "--catalog", path], 0),
    ] {
        let (out, err, ended) = run(command(&args), None);
        assert_eq!(ended, code, "{args:?}\n{out}{err}");
    }
    assert_eq!(std::fs::read(&file).unwrap(), before);
    // One that is given counts, whatever the environment says.
    let mut from = command(["--from", script, "--format", "csv", ".show tables | count"]);
    from.env("KMGMT_CATALOG", path);
    assert_eq!(run(from, None).2, 2, "the script drops what there is not");
    let mut catalog = command(["--format", "csv", ".show tables | count"]);
    catalog.env("KMGMT_CATALOG", path);
    assert_eq!(run(catalog, None).0, "Count\n1\n");
}
