//! axum with the CorsLayer of tower-http.

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use axum::response::Response;
use axum::routing::{any, post};
use axum::{Json, Router};
use corspec::{ASSETS, Answer, LONGEST_BODY, Names, Origins, PATHS, Policy, Refusal, Routes, STATIC, run};
use futures_util::stream;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowHeaders, AllowMethods, AllowOrigin, Any, CorsLayer, ExposeHeaders};
use tower_http::services::{ServeDir, ServeFile};

fn main() {
    run(&["axum", "tower-http"], async |policy| {
        let app = app(cors(&policy)?);
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        tokio::spawn(async { axum::serve(listener, app).await });
        Ok(address)
    });
}

/// The policy in the words of CorsLayer; what is not stated is left at its default.
fn cors(policy: &Policy) -> Result<CorsLayer, Refusal> {
    let mut cors = CorsLayer::new();
    // The documentation: `Any` panics with credentials, and `mirror_request` is for that.
    let mirror = policy.has_credentials();
    if let Some(origins) = &policy.origins {
        cors = cors.allow_origin(allow_origin(origins)?);
    }
    if let Some(methods) = &policy.methods {
        cors = cors.allow_methods(match methods {
            Names::All if mirror => AllowMethods::mirror_request(),
            Names::All => AllowMethods::any(),
            Names::List(list) => AllowMethods::list(parse_all::<Method>(list)?),
        });
    }
    if let Some(headers) = &policy.request_headers {
        cors = cors.allow_headers(match headers {
            Names::All if mirror => AllowHeaders::mirror_request(),
            Names::All => AllowHeaders::any(),
            Names::List(list) => AllowHeaders::list(parse_all::<HeaderName>(list)?),
        });
    }
    if let Some(headers) = &policy.exposed_headers {
        cors = cors.expose_headers(match headers {
            Names::All => ExposeHeaders::any(),
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
    let Names::List(list) = origins else {
        return Ok(Any.into());
    };
    let origins = Origins::new(list);
    if !origins.has_patterns() {
        return Ok(AllowOrigin::list(parse_all::<HeaderValue>(list)?));
    }
    Ok(AllowOrigin::predicate(move |origin, _| origin.to_str().is_ok_and(|origin| origins.allow(origin))))
}

fn parse_all<T: std::str::FromStr<Err: std::error::Error>>(list: &[String]) -> Result<Vec<T>, T::Err> {
    list.iter().map(|name| name.parse()).collect()
}

fn app(cors: CorsLayer) -> Router {
    let files = ServeDir::new(STATIC);
    let mut router = Router::new()
        .route("/parse", post(parse).layer(DefaultBodyLimit::max(LONGEST_BODY)))
        .route_service("/dir", files.clone())
        .route_service("/dir/", files.clone())
        .route_service("/file.txt", files)
        .route_service("/media.wav", ServeFile::new(format!("{ASSETS}/media.wav")));
    for path in PATHS.iter().filter(|path| !["/dir", "/dir/", "/file.txt", "/media.wav"].contains(path)) {
        router = router.route(path, any(handle));
    }
    // The layer that is added last is outermost.
    router.with_state(Arc::new(Routes::default())).layer(CatchPanicLayer::new()).layer(cors)
}

async fn parse(Json(_): Json<Value>) -> Json<Value> {
    Json(json!({"parsed": true}))
}

/// The body is read, and not used.
async fn handle(State(routes): State<Arc<Routes>>, method: Method, uri: Uri, headers: HeaderMap, _: Bytes) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let answer = routes.respond(method.as_str(), uri.path(), uri.query(), header).await;
    let Answer { status, headers, mut chunks } = answer.expect("a route of the kit");
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(name, value);
    }
    let body = match chunks.len() {
        0 | 1 => Body::from(chunks.pop().unwrap_or_default()),
        _ => Body::from_stream(stream::iter(chunks.into_iter().map(|chunk| Ok::<_, Infallible>(Bytes::from(chunk))))),
    };
    response.body(body).expect("valid headers")
}
