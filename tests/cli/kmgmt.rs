//! One run of the program, and all that it is to write.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A run of the program: what it is given, and what it is to answer. Nothing is the default.
#[must_use]
pub struct Run {
    command: Command,
    stdin: Option<Vec<u8>>,
    out: String,
    err: String,
    code: i32,
}

/// A run with these arguments, at a fixed time.
pub fn kmgmt<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Run {
    let command = command(args);
    Run { command, stdin: None, out: String::new(), err: String::new(), code: 0 }
}

/// The program with these arguments.
pub fn command<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kmgmt"));
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // What the one who runs the tests has set says nothing here.
    std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("KMGMT_")).for_each(|(name, _)| {
        command.env_remove(name);
    });
    command
}

impl Run {
    /// Runs in this folder.
    pub fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Pipes these bytes in.
    pub fn stdin(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.stdin = Some(bytes.as_ref().to_owned());
        self
    }

    /// Sets a variable of the environment.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Is to write this to standard output.
    pub fn out(mut self, text: &str) -> Self {
        self.out = text.to_owned();
        self
    }

    /// Is to write this to standard error.
    pub fn err(mut self, text: &str) -> Self {
        self.err = text.to_owned();
        self
    }

    /// Is to end with this exit code.
    #[track_caller]
    pub fn ends(mut self, code: i32) {
        self.code = code;
        let (out, err, code) = run(self.command, self.stdin.as_deref());
        let err = without_time(&err);
        assert_eq!(
            (out.as_str(), err.as_str(), code),
            (self.out.as_str(), self.err.as_str(), self.code),
            "{out}\n{err}"
        );
    }
}

/// What a run told, without the time in its summary, which differs from run to run.
pub fn without_time(err: &str) -> String {
    let Some((before, time)) = err.trim_end_matches('\n').rsplit_once(", in ") else { return err.to_owned() };
    let is_time =
        time.split_once(' ').is_some_and(|(number, unit)| number.parse::<f64>().is_ok() && matches!(unit, "ms" | "s"));
    if is_time { format!("{before}\n") } else { err.to_owned() }
}

/// Runs to the end: output, diagnostics, exit code.
pub fn run(mut command: Command, stdin: Option<&[u8]>) -> (String, String, i32) {
    if stdin.is_some() {
        command.stdin(Stdio::piped());
    }
    let mut child = command.spawn().unwrap();
    if let (Some(bytes), Some(mut pipe)) = (stdin, child.stdin.take()) {
        // A program that ends early does not read all.
        let _ = pipe.write_all(bytes);
    }
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

/// A run on a catalog file: output, diagnostics, exit code.
pub fn on(catalog: &Path, args: &[&str]) -> (String, String, i32) {
    run(command([&["--catalog", catalog.to_str().unwrap()], args].concat()), None)
}

/// A run on a catalog file that succeeds; its output.
#[track_caller]
pub fn well(catalog: &Path, args: &[&str]) -> String {
    let (out, err, code) = on(catalog, args);
    assert_eq!(code, 0, "{out}{err}");
    out
}

/// What `kmgmt recover` tells, and how it ends.
pub fn recover(catalog: &Path, into: &Path) -> (String, String, i32) {
    run(command(["recover", catalog.to_str().unwrap(), "--into", into.to_str().unwrap()]), None)
}

/// A file with these bytes, of this test alone.
pub fn file(name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = path(name);
    std::fs::write(&path, bytes).unwrap();
    path.display().to_string()
}

/// A place for a file of this test alone.
pub fn path(name: &str) -> PathBuf {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cli");
    std::fs::create_dir_all(&directory).unwrap();
    directory.join(name)
}

/// What `#dbcontext` shows of these databases: one line each.
pub const CONTEXT: &str = "NetDefaultDB\n";

/// What is told of `#dbcontext NAME`, a line of the origin, where the database does not exist.
pub fn no_database(origin: &str, line: usize, name: &str) -> String {
    let pad = " ".repeat(line.to_string().len());
    let written = if name.is_ascii() { name.to_owned() } else { format!("['{name}']") };
    let carets: String = name.chars().map(|shown| if u32::from(shown) > 0xFFFF { "^^" } else { "^" }).collect();
    format!(
        "warning: database `{name}` does not exist\n{pad}--> {origin}:{line}:12\n{pad} |\n{line} | #dbcontext {name}\n\
         {pad} |            {carets}\n{pad} |\n{pad} = help: `.create database {written} volatile` makes it\n"
    )
}
