//! The protocol: policies from stdin, a line for each of them on stdout, and the end when stdin closes.

use crate::Policy;
use serde_json::{Map, Value, json};
use std::any::Any;
use std::io::{self, BufRead, Read, Write};
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::exit;

/// Why there is no server under a policy.
pub enum Refusal {
    /// The library cannot express it.
    Unsupported(String),
    /// The library rejects it, with these words.
    Rejected(String),
}

impl<E: std::error::Error> From<E> for Refusal {
    fn from(error: E) -> Refusal {
        Refusal::Rejected(error.to_string())
    }
}

/// Starts a server for each policy: `start` configures the library and gives the address that it listens on. A panic of
/// `start` is a rejection by the library.
pub fn run(packages: &[&str], start: impl AsyncFn(Policy) -> Result<SocketAddr, Refusal>) {
    let policies = read_policies();
    std::thread::spawn(exit_with_stdin);
    // The panic of /crash is not an error of the program, and that of a rejection becomes the reason.
    std::panic::set_hook(Box::new(|_| {}));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime of tokio");
    for (name, value) in &policies {
        let start = |policy| catch_unwind(AssertUnwindSafe(|| runtime.block_on(start(policy))));
        let line = match Policy::parse(value).map(start) {
            Ok(Ok(Ok(address))) => json!({"policy": name, "url": format!("http://{address}")}),
            Ok(Ok(Err(Refusal::Unsupported(why)))) | Err(why) => {
                json!({"policy": name, "unsupported": why})
            }
            Ok(Ok(Err(Refusal::Rejected(why)))) => rejected(name, &why),
            Ok(Err(panic)) => rejected(name, &message_of(&*panic)),
        };
        say(line);
    }
    let versions: Map<String, Value> = packages.iter().map(|name| (name.to_string(), version_of(name))).collect();
    say(json!({"ready": true, "versions": versions}));
    loop {
        std::thread::park();
    }
}

fn rejected(name: &str, why: &str) -> Value {
    json!({"policy": name, "unsupported": format!("refused at set-up: {why}")})
}

fn read_policies() -> Map<String, Value> {
    let mut line = String::new();
    if io::stdin().lock().read_line(&mut line).is_err() || !line.ends_with('\n') {
        exit(0);
    }
    let policies = serde_json::from_str::<Value>(&line).ok().and_then(|value| value["policies"].as_object().cloned());
    policies.unwrap_or_else(|| {
        let got: String = line.chars().take(200).collect();
        eprintln!("expected one line of JSON on stdin, {{\"policies\": {{\"<name>\": <policy>, …}}}}, got {got:?}");
        exit(1)
    })
}

fn exit_with_stdin() {
    let mut rest = [0; 4096];
    while matches!(io::stdin().lock().read(&mut rest), Ok(count) if count > 0) {}
    exit(0);
}

fn say(line: Value) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    text.unwrap_or("a panic without a message").to_string()
}

/// The version of a package that the program was built with: a program of Rust does not know those of its dependencies.
fn version_of(name: &str) -> Value {
    let lock = include_str!("../Cargo.lock");
    let found = lock.split_once(&format!("name = \"{name}\"\nversion = \""));
    json!(found.and_then(|(_, rest)| rest.split('"').next()))
}
