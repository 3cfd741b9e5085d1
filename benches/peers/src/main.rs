//! What is measured in process, or through pipes, beside its peers. Every work prints its figures with tabs between
//! them; `benches/run.sh` makes the table.

use std::path::Path;

use kmgmt::model::limit;

mod copy;
mod data;
mod decisions;
mod parse;
mod pipes;
mod script;
mod show;
mod timing;

const USAGE: &str = "\
peers data DIR                         writes the data of all works
peers parse COUNT                      work 1: statements parsed to their trees by kmgmt and by sqlparser, in turn
peers group                            work 3: how many changes become durable together, at most
peers decisions ROUNDS                 work 4, first model: decisions of kmgmt, casbin and cedar-policy
peers decisions-large COUNT ROUNDS     work 4, second model, with as many assignments
peers show KMGMT DIR COUNT ROUNDS      work 6: rows rendered by the program kmgmt, and by sqlite3
peers show-alone KMGMT COUNT ROUNDS    work 8: rows rendered by the program kmgmt
peers copy COUNT                       a copy of a cluster with as many assignments, and its first change
peers pipes DIR ROUNDS                 operators after the pipe, and sqlite3 on the same rows";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let count = |text: &str| text.parse::<u64>().expect("a number");
    let rounds = |text: &str| text.parse::<usize>().expect("a number of rounds");
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["data", folder] => data::data(Path::new(folder)),
        ["parse", statements] => parse::parse(count(statements)),
        ["group"] => println!("{} or {:?}", limit::GROUP_CHANGES, limit::GROUP_TIME),
        ["decisions", times] => decisions::first::first(rounds(times)),
        ["decisions-large", assignments, times] => decisions::second::second(count(assignments), rounds(times)),
        ["show", kmgmt, folder, rows, times] => {
            show::beside(Path::new(kmgmt), Path::new(folder), count(rows), rounds(times));
        }
        ["show-alone", kmgmt, rows, times] => show::alone(Path::new(kmgmt), count(rows), rounds(times)),
        ["copy", assignments] => copy::copy(count(assignments)),
        ["pipes", folder, times] => pipes::pipes(Path::new(folder), rounds(times)),
        _ => eprintln!("{USAGE}"),
    }
}
