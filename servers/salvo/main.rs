//! Salvo with its Cors handler.

use corspec::{ASSETS, Answer, LONGEST_BODY, Names, Origins, PATHS, Policy, Refusal, Routes, STATIC, run};
use futures_util::stream;
use salvo::catch_panic::CatchPanic;
use salvo::conn::tcp::TcpAcceptor;
use salvo::cors::{AllowHeaders, AllowMethods, AllowOrigin, Any, Cors, ExposeHeaders};
use salvo::http::{HeaderName, HeaderValue, Method, ParseError, StatusError};
use salvo::prelude::*;
use salvo::serve_static::{StaticDir, StaticFile};
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

const OWN: [&str; 4] = ["/dir", "/dir/", "/file.txt", "/media.wav"];
/// The application reads bodies of any length; the default is 64 KiB.
const LONGEST_PAYLOAD: usize = 64 * 1024 * 1024;

fn main() {
    run(&["salvo"], async |policy| {
        // The documentation: on the Service, and not on the Router.
        let service = Service::new(router()).hoop(cors(&policy)?.into_handler()).hoop(CatchPanic::new());
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        tokio::spawn(Server::new(TcpAcceptor::try_from(listener)?).serve(service));
        Ok(address)
    });
}

/// The policy in the words of Cors; what is not stated is left at its default.
fn cors(policy: &Policy) -> Result<Cors, Refusal> {
    let mut cors = Cors::new();
    // `Any` panics with credentials: `mirror_request` is for that.
    let mirror = policy.has_credentials();
    if let Some(origins) = &policy.origins {
        cors = cors.allow_origin(allow_origin(origins)?);
    }
    if let Some(methods) = &policy.methods {
        cors = cors.allow_methods(match methods {
            Names::All if mirror => AllowMethods::mirror_request(),
            Names::All => Any.into(),
            Names::List(list) => AllowMethods::list(parse_all::<Method>(list)?),
        });
    }
    if let Some(headers) = &policy.request_headers {
        cors = cors.allow_headers(match headers {
            Names::All if mirror => AllowHeaders::mirror_request(),
            Names::All => Any.into(),
            Names::List(list) => AllowHeaders::list(parse_all::<HeaderName>(list)?),
        });
    }
    if let Some(headers) = &policy.exposed_headers {
        cors = cors.expose_headers(match headers {
            Names::All => Any.into(),
            Names::List(list) => ExposeHeaders::list(parse_all::<HeaderName>(list)?),
        });
    }
    if let Some(allowed) = policy.credentials {
        cors = cors.allow_credentials(allowed);
    }
    if let Some(seconds) = policy.max_age {
        cors = cors.max_age(Duration::from_secs(seconds));
    }
    Ok(cors)
}

fn allow_origin(origins: &Names) -> Result<AllowOrigin, Refusal> {
    let Names::List(list) = origins else { return Ok(Any.into()) };
    let origins = Origins::new(list);
    if !origins.has_patterns() {
        return Ok(AllowOrigin::list(parse_all::<HeaderValue>(list)?));
    }
    Ok(AllowOrigin::dynamic(move |origin, _, _| {
        let is_allowed = |origin: &&HeaderValue| origin.to_str().is_ok_and(|origin| origins.allow(origin));
        origin.filter(is_allowed).cloned()
    }))
}

fn parse_all<T: std::str::FromStr<Err: std::error::Error>>(list: &[String]) -> Result<Vec<T>, T::Err> {
    list.iter().map(|name| name.parse()).collect()
}

fn router() -> Router {
    let routes = Arc::new(Routes::default());
    let folder = StaticDir::new([format!("{STATIC}/dir")]).defaults("index.html");
    let mut router = Router::new()
        .push(Router::with_path("parse").post(parse))
        .push(Router::with_path("dir/{**path}").get(folder))
        .push(Router::with_path("file.txt").goal(StaticFile::new(format!("{STATIC}/file.txt"))))
        .push(Router::with_path("media.wav").goal(StaticFile::new(format!("{ASSETS}/media.wav"))));
    for path in PATHS.iter().filter(|path| !OWN.contains(path)) {
        router = router.push(Router::with_path(path.trim_start_matches('/')).goal(Rest(routes.clone())));
    }
    router
}

#[handler]
async fn parse(request: &mut Request) -> Result<Json<Value>, StatusError> {
    match request.parse_json_with_max_size::<Value>(LONGEST_BODY).await {
        Ok(_) => Ok(Json(json!({"parsed": true}))),
        Err(ParseError::InvalidContentType) => Err(StatusError::unsupported_media_type()),
        Err(ParseError::PayloadTooLarge) => Err(StatusError::payload_too_large()),
        Err(_) => Err(StatusError::bad_request()),
    }
}

/// The routes of the kit.
struct Rest(Arc<Routes>);

#[handler]
impl Rest {
    /// The body is read, and not used.
    async fn handle(&self, request: &mut Request, response: &mut Response) {
        let _ = request.payload_with_max_size(LONGEST_PAYLOAD).await;
        let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
        let (method, path, query) = (request.method().as_str(), request.uri().path(), request.uri().query());
        let Answer { status, headers, mut chunks } =
            self.0.respond(method, path, query, header).await.expect("a route of the kit");
        response.status_code(StatusCode::from_u16(status).expect("a status"));
        for (name, value) in headers {
            response.add_header(name, value, false).expect("a valid header");
        }
        match chunks.len() {
            0 | 1 => {
                response.body(chunks.pop().unwrap_or_default());
            }
            _ => response.stream(stream::iter(chunks.into_iter().map(Ok::<_, Infallible>))),
        }
    }
}
