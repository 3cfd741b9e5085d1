//! Parameters of queries, and the time that a request may take: what SDKs put among the properties of a request.

use serde_json::{Value, json};

use super::client::{Reply, Server, environment, file};

fn server(name: &str) -> Server {
    let script = "\
.create table Orders (id: long, what: string)
.create table Salaries (name: string)
.add database NetDefaultDB users ('aaduser=bo@contoso.com')
.alter table Salaries policy restricted_view_access true
";
    let (environment, script) = (environment(&format!("{name}.json")), file(&format!("{name}.kql"), script));
    Server::start(&["--log", "none", "--environment", &environment, "-f", &script])
}

/// Asks as the SDK for Python does, whose properties are a text, and as the one for Go does.
#[track_caller]
fn ask(server: &Server, text: &str, parameters: &Value) -> Reply {
    let properties = json!({ "Options": {}, "Parameters": parameters });
    let send = |properties: Value| {
        let body = json!({ "db": "NetDefaultDB", "csl": text, "properties": properties });
        server.send("POST", "/as/bo/v2/rest/query", &[], &body.to_string())
    };
    let (python, go) = (send(properties.to_string().into()), send(properties));
    assert_eq!(python.status, go.status);
    python
}

#[test]
fn what_reads_nothing_is_run_with_the_values_that_are_given() {
    let server = server("given");
    let rows = |text: &str, parameters: Value| ask(&server, text, &parameters).json()[1]["Rows"].clone();
    let text = "declare query_parameters(n: long, s: string = 'none', d: dynamic); print n + 1, s, tostring(d[0])";
    assert_eq!(rows(text, json!({ "n": "41", "s": "it's; T", "d": "dynamic(['x'])" })), json!([[42, "it's; T", "x"]]));
    assert_eq!(rows(text, json!({ "n": 41, "d": [7], "unused": "1" })), json!([[42, "none", "7"]]));
    let text = "declare query_parameters(since: datetime, step: timespan); print since + step";
    let expected = json!([["2026-01-31T00:05:00.0000000Z"]]);
    assert_eq!(rows(text, json!({ "since": "datetime(2026-01-31)", "step": "5m" })), expected);
    assert_eq!(rows(text, json!({ "since": "2026-01-31", "step": "00:05:00" })), expected);
}

#[test]
fn what_a_query_with_parameters_reads_is_checked() {
    let server = server("read");
    let columns = |reply: &Reply| reply.json()[1]["Columns"].as_array().map(Vec::len);
    let text = "declare query_parameters(n: long, w: string); Orders | where id > n and what == w";
    let reply = ask(&server, text, &json!({ "n": "1", "w": "x" }));
    assert_eq!((reply.status, columns(&reply)), (200, Some(2)), "{}", reply.text());
    // A parameter may have the name of a table.
    let text = "declare query_parameters(Salaries: string); Orders | where what in (Salaries)";
    assert_eq!(ask(&server, text, &json!({ "Salaries": "x" })).status, 200);
    let text = "declare query_parameters(t: string); table(t) | take 1";
    assert_eq!(ask(&server, text, &json!({ "t": "Orders" })).status, 200);
    assert_eq!(ask(&server, text, &json!({ "t": "Salaries" })).status, 403);
    // Who may not read a table learns nothing else of the query.
    let text = "declare query_parameters(n: long); Salaries | where name == n";
    assert_eq!(ask(&server, text, &json!({ "n": "x" })).status, 403);
}

#[test]
fn a_parameter_has_a_value_of_its_type() {
    let server = server("type");
    let mut told = String::new();
    for (text, parameters) in [
        ("declare query_parameters(n: long); Orders | where id == n", json!({})),
        ("declare query_parameters(n: long); Orders | where id == n", json!({ "n": null })),
        ("declare query_parameters(n: long); Orders | where id == n", json!({ "n": "1; Salaries" })),
        ("declare query_parameters(n: long = 'x'); Orders | where id == n", json!({})),
        ("declare query_parameters(s: string = 5); print s", json!({})),
        ("declare query_parameters(d: dynamic = dynamic(1)); print d", json!({})),
        ("declare query_parameters(T: (x: long)); T", json!({})),
        ("declare query_parameters(w: string); Orders | where id == w", json!({ "w": "x" })),
        ("Orders | where id == n", json!({ "n": "1" })),
    ] {
        let reply = ask(&server, text, &parameters);
        assert_eq!(reply.status, 400, "{text}");
        told += &format!("{text} {parameters}\n  {}\n", reply.message().replace('\n', "\n  "));
    }
    insta::assert_snapshot!(told, @r#"
    declare query_parameters(n: long); Orders | where id == n {}
      the parameter `n` of the query has no value [line:position=1:25]
      help: `Parameters` in the `properties` of the request give it: {"n": "…"}
    declare query_parameters(n: long); Orders | where id == n {"n":null}
      the parameter `n` of the query has no value [line:position=1:25]
      help: `Parameters` in the `properties` of the request give it: {"n": "…"}
    declare query_parameters(n: long); Orders | where id == n {"n":"1; Salaries"}
      the parameter `n` of the query is a `long`, and `1; Salaries` is none [line:position=1:25]
    declare query_parameters(n: long = 'x'); Orders | where id == n {}
      the parameter `n` of the query is a `long`, and `'x'` is none [line:position=1:25]
    declare query_parameters(s: string = 5); print s {}
      the parameter `s` of the query is a `string`, and `5` is none [line:position=1:25]
    declare query_parameters(d: dynamic = dynamic(1)); print d {}
      the parameter `d` of the query is dynamic, and has a default [line:position=1:38]
    declare query_parameters(T: (x: long)); T {}
      the parameter `T` of the query takes a table, and a request gives values [line:position=1:25]
    declare query_parameters(w: string); Orders | where id == w {"w":"x"}
      `==` does not take a long and a string together [line:position=1:52]
      help: it is written `a == b`, see https://learn.microsoft.com/kusto/query/logical-operators
    Orders | where id == n {"n":"1"}
      there is no column `n` [line:position=1:21]
      help: the columns are `id` and `what`
    "#);
}

#[test]
fn the_time_that_a_request_may_take_is_a_length_of_time() {
    let server = server("time");
    let ask = |time: Value| {
        let properties = json!({ "Options": { "servertimeout": time } });
        let body = json!({ "db": "NetDefaultDB", "csl": "print 1", "properties": properties });
        server.send("POST", "/v1/rest/query", &[], &body.to_string())
    };
    for time in ["00:04:00", "0:04:00", "00:00:20.000", "1.00:00:00"] {
        assert_eq!(ask(json!(time)).status, 200, "{time}");
    }
    let reply = ask(json!("4 minutes or so"));
    assert_eq!(reply.status, 400);
    insta::assert_snapshot!(reply.message(), @r#"
    the option `servertimeout` has to be a length of time, and is "4 minutes or so"
    help: one is such as "00:04:00": hours, minutes, seconds
    "#);
}
