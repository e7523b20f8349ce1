//! What the routes of the contract respond, for every framework. A framework that has its own means for a route (a body
//! parser, a file server) uses them, and does not ask for that route; /parse is always one of them.

use crate::query::{Query, location_of};
use crate::{ASSETS, STATIC, media};
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The paths that `Routes::respond` knows.
pub const PATHS: &[&str] = &[
    "/resource",
    "/whoami",
    "/login",
    "/denied",
    "/limited",
    "/crash",
    "/private",
    "/redirect",
    "/stream",
    "/raw",
    "/slow",
    "/vary",
    "/cacheable",
    "/conditional",
    "/download",
    "/dir",
    "/dir/",
    "/file.txt",
    "/media.wav",
    "/image.png",
    "/script.js",
    "/module.js",
    "/style.css",
    "/font.woff2",
    "/jsonp",
];

/// The longest body that /parse accepts: bytes.
pub const LONGEST_BODY: usize = 16 * 1024;
const ETAG: &str = "\"corspec\"";
const WRITING: [&str; 4] = ["POST", "PUT", "PATCH", "DELETE"];
const REMEMBERED_IDS: usize = 10_000;
const LONGEST_DELAY_MS: u64 = 30_000;
const EVENTS: [&str; 2] = ["data: first\n\n", "data: second\n\n"];
const LINES: [&str; 3] = ["name,value\n", "first,1\n", "second,2\n"];

/// A response that every framework can turn into its own.
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    /// The body, in the parts in which a stream sends them; with one part it is no stream.
    pub chunks: Vec<Vec<u8>>,
}

impl Answer {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Answer {
        Answer { status, headers: vec![("content-type", content_type.into())], chunks: vec![body.into()] }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Answer {
        self.headers.push((name, value.into()));
        self
    }

    /// The whole body, for routes that are no streams.
    pub fn body(self) -> Vec<u8> {
        self.chunks.concat()
    }
}

fn as_json(status: u16, content: Value) -> Answer {
    Answer::new(status, "application/json", content.to_string())
}

fn stream(content_type: &str, chunks: &[&str]) -> Answer {
    let chunks = chunks.iter().map(|chunk| chunk.as_bytes().to_vec()).collect();
    Answer { status: 200, headers: vec![("content-type", content_type.into())], chunks }
}

/// The routes with their state: `writes` are counted by id, and the oldest ids are forgotten.
#[derive(Default)]
pub struct Routes {
    writes: Mutex<(HashMap<String, u64>, VecDeque<String>)>,
}

impl Routes {
    /// None for a path without a route, which is for the framework's own 404. /crash panics.
    pub async fn respond<'a>(
        &self,
        method: &str,
        path: &str,
        query: Option<&str>,
        header: impl Fn(&str) -> Option<&'a str>,
    ) -> Option<Answer> {
        let query = Query::new(query.unwrap_or_default());
        Some(match path {
            "/resource" => self.resource(method, &query),
            "/whoami" => whoami(header("cookie")).with("cache-control", "no-store"),
            "/login" => login(&query),
            "/denied" => as_json(403, json!({"error": "denied"})),
            "/limited" => as_json(429, json!({"error": "too many requests"})).with("retry-after", "30"),
            "/crash" => panic!("/crash panics"),
            "/private" => private(header("authorization")),
            "/redirect" => redirect(&query),
            "/stream" | "/raw" => stream("text/event-stream", &EVENTS).with("cache-control", "no-store"),
            "/slow" => slow(&query).await,
            "/vary" => as_json(200, json!({"vary": "Accept-Encoding"})).with("vary", "Accept-Encoding"),
            "/cacheable" => as_json(200, json!({"cacheable": true})).with("cache-control", "max-age=60"),
            "/conditional" => conditional(header("if-none-match")),
            "/download" => {
                stream("text/csv", &LINES).with("content-disposition", "attachment; filename=\"report.csv\"")
            }
            "/dir" => Answer { status: 301, headers: vec![("location", query.after("/dir/"))], chunks: vec![] },
            "/dir/" => Answer::new(200, "text/html", content(STATIC, "dir/index.html")),
            "/file.txt" => Answer::new(200, "text/plain", content(STATIC, "file.txt")),
            "/media.wav" => media::part(content(ASSETS, "media.wav"), header("range")),
            "/image.png" => Answer::new(200, "image/png", content(ASSETS, "image.png")),
            "/script.js" => Answer::new(200, "text/javascript; charset=utf-8", content(ASSETS, "script.js")),
            "/module.js" => Answer::new(200, "text/javascript; charset=utf-8", content(ASSETS, "module.js")),
            "/style.css" => Answer::new(200, "text/css; charset=utf-8", content(ASSETS, "style.css")),
            "/font.woff2" => Answer::new(200, "font/woff2", content(ASSETS, "font.woff2")),
            "/jsonp" => jsonp(&query),
            _ => return None,
        })
    }

    fn resource(&self, method: &str, query: &Query) -> Answer {
        let writes = self.count(method, query.get("id").unwrap_or_default());
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos());
        as_json(200, json!({"method": method, "writes": writes}))
            .with("x-total-count", "42")
            .with("x-request-id", format!("{now:x}"))
            .with("etag", ETAG)
            .with("cache-control", "no-store")
    }

    fn count(&self, method: &str, id: &str) -> u64 {
        let id: String = id.chars().take(200).collect();
        let mut writes = self.writes.lock().expect("no panic while it is locked");
        let (counts, order) = &mut *writes;
        if !WRITING.contains(&method) {
            return counts.get(&id).copied().unwrap_or(0);
        }
        if !counts.contains_key(&id) {
            order.push_back(id.clone());
            if order.len() > REMEMBERED_IDS {
                order.pop_front().map(|oldest| counts.remove(&oldest));
            }
        }
        let count = counts.entry(id).or_default();
        *count += 1;
        *count
    }
}

fn whoami(cookies: Option<&str>) -> Answer {
    let mut pairs = cookies.unwrap_or_default().split(';');
    let session = pairs.find_map(|pair| pair.trim().strip_prefix("session="));
    as_json(200, json!({"session": session}))
}

fn login(query: &Query) -> Answer {
    let is_plain = |value: &&str| {
        (1..=100).contains(&value.len()) && value.chars().all(|c| c.is_ascii_alphanumeric() || "_.~-".contains(c))
    };
    let session = query.get("value").filter(is_plain).unwrap_or("s");
    as_json(200, json!({"session": session}))
        .with("set-cookie", format!("session={session}; SameSite=None; Secure; Path=/"))
}

fn private(authorization: Option<&str>) -> Answer {
    match authorization {
        Some(_) => as_json(200, json!({"private": true})),
        None => as_json(401, json!({"error": "unauthorized"})).with("www-authenticate", "Bearer"),
    }
}

fn redirect(query: &Query) -> Answer {
    let status = query.get("status").and_then(|status| status.parse().ok());
    let status = status.filter(|status| [301, 302, 303, 307, 308].contains(status)).unwrap_or(302);
    let to = query.get("to").filter(|to| !to.is_empty()).unwrap_or("/resource");
    Answer { status, headers: vec![("location", location_of(to))], chunks: vec![] }
}

async fn slow(query: &Query) -> Answer {
    let ms = query.get("ms").and_then(|ms| ms.parse().ok()).unwrap_or(0).min(LONGEST_DELAY_MS);
    tokio::time::sleep(Duration::from_millis(ms)).await;
    as_json(200, json!({"ms": ms}))
}

fn conditional(if_none_match: Option<&str>) -> Answer {
    let answer = match if_none_match {
        Some(ETAG) => Answer { status: 304, headers: vec![], chunks: vec![] },
        _ => as_json(200, json!({"conditional": true})),
    };
    answer.with("etag", ETAG).with("cache-control", "no-cache")
}

fn jsonp(query: &Query) -> Answer {
    let name = query.get("callback").unwrap_or("callback");
    let is_identifier = |part: &str| {
        (1..=64).contains(&part.len())
            && !part.starts_with(|c: char| c.is_ascii_digit())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "_$".contains(c))
    };
    if name.split('.').count() > 4 || !name.split('.').all(is_identifier) {
        return as_json(400, json!({"error": "callback is not a valid function name"}));
    }
    Answer::new(200, "text/javascript; charset=utf-8", format!("{name}({{\"jsonp\":true}});\n"))
}

fn content(folder: &str, file: &str) -> Vec<u8> {
    std::fs::read(format!("{folder}/{file}")).expect("a file of servers/shared")
}
