//! Where a token goes, and that it is shown nowhere.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::kmgmt::{command, run};
use crate::scripted::{Scripted, http, ok, refusal, small, table};
use crate::world::{file, folder, here};

const SECRET: &str = "geheim.eyJ0-x_y~z";

/// A file that its owner alone can read.
fn token(folder: &Path, name: &str, text: &str) -> String {
    let path = file(folder, name, text);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    path
}

#[test]
fn a_token_comes_from_the_file_or_the_variable() {
    let folder = folder("token");
    let server = Scripted::answering(|seen| ok(&small(&seen.command())));
    let url = server.url();
    let path = token(&folder, "token", &format!("Bearer {SECRET}\n"));
    let args = ["--cluster", &url, "--format", "csv", ".show version"];
    let with_file = [&args[..], &["--token-file", &path]].concat();
    let answer = "Echo\n.show version\n";
    here(&folder, &with_file).out(answer).ends(0);
    here(&folder, &args).variable("KMGMT_TOKEN", SECRET).out(answer).ends(0);
    here(&folder, &with_file).variable("KMGMT_TOKEN", "other").out(answer).ends(0);
    here(&folder, &args).variable("KMGMT_TOKEN", " ").out(answer).ends(0);
    let seen = server.seen();
    let sent: Vec<_> = seen.iter().map(|seen| (seen.line.as_str(), seen.header("authorization"))).collect();
    let (post, bearer) = ("POST /v1/rest/mgmt", format!("Bearer {SECRET}"));
    let bearer = Some(bearer.as_str());
    let expected = [(post, bearer), (post, bearer), (post, bearer), ("GET /v1/rest/auth/metadata", None), (post, None)];
    assert_eq!(sent, expected);
    for seen in &seen {
        assert!(!seen.line.contains("geheim") && !seen.body.contains("geheim"));
    }
}

#[test]
fn a_file_that_others_can_read_gives_no_token() {
    let folder = folder("token-file");
    let told = |args: &[&str], err: String| {
        here(&folder, &[&["--cluster", "http://127.0.0.1:1", ".show version"][..], args].concat()).err(&err).ends(2)
    };
    let open = file(&folder, "open", SECRET);
    std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o640)).unwrap();
    told(&["--token-file", "open"], "error: others can read the token in `open`: its mode is 640\n |\n = help: `chmod 600 open` leaves it to you alone\n".to_owned());
    token(&folder, "empty", "\n");
    told(&["--token-file", "empty"], "error: can't read the token in `empty`: the token is empty\n".to_owned());
    token(&folder, "two", &format!("{SECRET}\n{SECRET}\n"));
    told(
        &["--token-file", "two"],
        "error: can't read the token in `two`: what should be a token has characters that none has\n".to_owned(),
    );
    told(
        &["--token-file", "none"],
        "error: can't read the token in `none`: No such file or directory (os error 2)\n".to_owned(),
    );
    here(&folder, &["--cluster", "http://127.0.0.1:1", ".show version"])
        .variable("KMGMT_TOKEN", "a b")
        .err("error: KMGMT_TOKEN: what should be a token has characters that none has\n")
        .ends(2);
}

/// Nobody is asked for a token, and none is read, before it is known that it may go there.
#[test]
fn a_host_that_is_not_trusted_gets_nothing() {
    let folder = folder("token-foreign");
    let foreign = |host: &str| {
        format!(
            "error: `{host}` is no host that the SDKs of the service send a token to\n |\n = help: where it is the right one, `--trust-host` sends it there all the same\n"
        )
    };
    for command in [&[".show version"][..], &["import", "-o", "x"], &["plan", "-"], &["diff", "x"]] {
        let args = [command, &["--cluster", "https://evil.example", "--token-file", "none"]].concat();
        here(&folder, &args).stdin("").err(&foreign("evil.example")).ends(2);
    }
    here(&folder, &["--cluster", "http://help.kusto.windows.net", "--trust-host", ".show version"])
        .err("error: to `help.kusto.windows.net` no token goes over `http`, where others could read it\n |\n = help: write `https://help.kusto.windows.net`; `http` is for this machine alone\n")
        .ends(2);
    // With the option it is tried: such a host has no address.
    let args = ["--cluster", "https://kusto.invalid", "--trust-host", ".show version"];
    here(&folder, &args)
        .variable("KMGMT_TOKEN", SECRET)
        .err("error: no host is called `kusto.invalid`, as far as can be told here\n |\n = help: look at its spelling, and whether this machine is connected\n")
        .ends(1);
}

#[test]
fn a_token_follows_no_redirect() {
    let folder = folder("token-redirect");
    let other = Scripted::answering(|seen| ok(&small(&seen.command())));
    let to = format!("{}/v1/rest/mgmt", other.url());
    for status in ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let location = to.clone();
        let server = Scripted::answering(move |_| http(status, &[("Location", &location)], ""));
        let number = &status[..3];
        here(&folder, &["--cluster", &server.url(), ".show version"])
            .variable("KMGMT_TOKEN", SECRET)
            .err(&format!("error: the cluster sends to another address ({number}, `{to}`), and no token is sent there\n |\n = help: where that is the right one, name it by `--cluster`\n"))
            .ends(1);
    }
    assert!(other.seen().is_empty());
}

/// What goes to this machine does not go to a proxy.
#[test]
fn a_proxy_gets_no_token_of_this_machine() {
    let folder = folder("token-proxy");
    let proxy = Scripted::answering(|_| ok("{}"));
    let server = Scripted::answering(|seen| ok(&small(&seen.command())));
    let mut run = here(&folder, &["--cluster", &server.url(), "--format", "csv", ".show version"])
        .variable("KMGMT_TOKEN", SECRET);
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
        run = run.variable(name, &proxy.url());
    }
    run.out("Echo\n.show version\n").ends(0);
    assert!(proxy.seen().is_empty());
}

/// As long as a real one: longer than what is shown of a text that is not understood.
fn long() -> String {
    format!("eyJ0{}.geheim", "aB3-".repeat(90))
}

/// A server that says the token back is no way to it, however much of it and wherever it says it.
#[test]
fn no_text_that_is_written_has_a_part_of_a_long_token() {
    fn one(text: &str) -> String {
        table(&["A"], &[&[text]])
    }
    let folder = folder("token-long");
    let token = long();
    let answers: [fn(&str) -> Vec<u8>; 11] = [
        |text| {
            ok(&format!(r#"{{"Tables":[{{"Columns":[{{"ColumnName":"A"}}],"Rows":[{{"Exceptions":["{text}"]}}]}}]}}"#))
        },
        |text| ok(&format!(r#"{{"Tables":["{text}"]}}"#)),
        |text| ok(&one(text)),
        |text| ok(&one(text).replace("eyJ0", r"\u0065yJ0")),
        |text| ok(text),
        |text| http("400 Bad Request", &[], text),
        |text| refusal("403 Forbidden", text),
        |text| http("418 I'm a teapot", &[], text),
        |text| http("503 Service Unavailable", &[("Retry-After", text)], text),
        |text| http("302 Found", &[("Location", text)], ""),
        // The rest of the token does not come any more.
        |text| format!("HTTP/1.1 400 Bad Request\r\nContent-Length: 5000\r\n\r\n{}", &text[..60]).into_bytes(),
    ];
    for answer in answers {
        let sent = token.clone();
        let server = Scripted::answering(move |_| answer(&sent));
        let mut command = command(["--cluster", &server.url(), ".show version", "--format", "csv"]);
        command.current_dir(&folder).env("PATH", "/nowhere").env("KMGMT_TOKEN", &token);
        let (out, err, _) = run(command, None);
        assert!(!format!("{out}{err}").contains("aB3-aB3-"), "{out}{err}");
        assert!(format!("{out}{err}").contains("****"), "{out}{err}");
    }
}

/// A server that says the token back is no way to it.
#[test]
fn no_text_that_is_written_has_the_token() {
    let folder = folder("token-shown");
    let echo = |seen: &crate::scripted::Seen| format!("you sent {}", seen.header("authorization").unwrap_or_default());
    let answers: [fn(String) -> Vec<u8>; 6] = [
        |text| refusal("400 Bad Request", &text),
        |text| refusal("403 Forbidden", &format!("no\n{text}")),
        |text| http("500 Internal Server Error", &[("Retry-After", "0")], &text),
        |text| http("302 Found", &[("Location", &text)], ""),
        |text| http("418 I'm a teapot", &[], &text),
        |text| ok(&text),
    ];
    for answer in answers {
        let server = Scripted::answering(move |seen| match seen.command().as_str() {
            ".show version" => answer(echo(seen)),
            command => ok(&small(command)),
        });
        let mut command = command(["--cluster", &server.url(), ".show version", "--error-format", "json"]);
        command.current_dir(&folder).env("PATH", "/nowhere").env("KMGMT_TOKEN", SECRET);
        let (out, err, code) = run(command, None);
        assert!(!out.contains(SECRET) && !err.contains(SECRET) && err.contains("****"), "{out}{err}");
        assert_eq!(code, 1);
    }
    std::fs::write(folder.join("change.kql"), ".add database Sales users ('aaduser=bo@contoso.com')").unwrap();
    let server = Scripted::answering(|seen| ok(&small(&seen.command())));
    for args in [
        &["plan", "change.kql", "--cluster", &server.url(), "-o", "plan.json"][..],
        &["apply", "plan.json", "--cluster", &server.url(), "--yes"],
        &["import", "--cluster", &server.url(), "-o", "state"],
    ] {
        let mut command = command(args);
        command.current_dir(&folder).env("PATH", "/nowhere").env("KMGMT_TOKEN", SECRET);
        assert_eq!(run(command, None).2, 0);
    }
    let mut files = vec![folder.clone()];
    while let Some(path) = files.pop() {
        match path.is_dir() {
            true => files.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path())),
            false => assert!(!std::fs::read_to_string(&path).unwrap().contains(SECRET), "{}", path.display()),
        }
    }
    assert!(folder.join("plan.undo.kql").exists());
}
