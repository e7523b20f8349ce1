//! Poem with its Cors middleware.

use corspec::{ASSETS, LONGEST_BODY, Names, PATHS, Policy, Refusal, Routes, STATIC, run};
use futures_util::stream;
use poem::endpoint::{StaticFileEndpoint, StaticFilesEndpoint, make};
use poem::listener::TcpAcceptor;
use poem::middleware::{CatchPanic, Cors, SizeLimit};
use poem::web::Json;
use poem::{Body, Endpoint, EndpointExt, Request, Response, Route, Server, handler, post};
use serde_json::{Value, json};
use std::io;
use std::sync::Arc;
use tokio::net::TcpListener;

const OWN: [&str; 4] = ["/dir", "/dir/", "/file.txt", "/media.wav"];

fn main() {
    run(&["poem"], async |policy| {
        let app = app(cors(&policy)?);
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        tokio::spawn(Server::new_with_acceptor(TcpAcceptor::from_tokio(listener)?).run(app));
        Ok(address)
    });
}

/// The policy in the words of Cors; what is not stated is left at its default.
fn cors(policy: &Policy) -> Result<Cors, Refusal> {
    let mut cors = Cors::new();
    if let Some(origins) = list_of("origin", &policy.origins)? {
        for origin in origins {
            cors = if origin.contains("*.") { cors.allow_origin_regex(origin) } else { cors.allow_origin(origin) };
        }
    }
    if let Some(methods) = list_of("method", &policy.methods)? {
        cors = cors.allow_methods(methods.iter().map(String::as_str));
    }
    if let Some(headers) = list_of("header", &policy.request_headers)? {
        cors = cors.allow_headers(headers);
    }
    match &policy.exposed_headers {
        Some(Names::All) => return unsupported("exposed headers are names: the middleware has no way to expose all"),
        Some(Names::List(headers)) => cors = cors.expose_headers(headers),
        None => {}
    }
    if let Some(allowed) = policy.credentials {
        cors = cors.allow_credentials(allowed);
    }
    if let Some(seconds) = policy.max_age {
        cors = cors.max_age(i32::try_from(seconds)?);
    }
    Ok(cors)
}

/// None for all of them, which is the default.
fn list_of<'a>(what: &str, names: &'a Option<Names>) -> Result<Option<&'a Vec<String>>, Refusal> {
    match names {
        Some(Names::List(list)) if list.is_empty() => unsupported(&format!("an empty list allows any {what}")),
        Some(Names::List(list)) => Ok(Some(list)),
        Some(Names::All) | None => Ok(None),
    }
}

fn unsupported<T>(why: &str) -> Result<T, Refusal> {
    Err(Refusal::Unsupported(why.into()))
}

fn app(cors: Cors) -> impl Endpoint {
    let folder = StaticFilesEndpoint::new(format!("{STATIC}/dir"));
    let mut app = Route::new()
        .at("/parse", post(parse).with(SizeLimit::new(LONGEST_BODY)))
        .nest("/dir", folder.index_file("index.html").redirect_to_slash_directory())
        .at("/file.txt", StaticFileEndpoint::new(format!("{STATIC}/file.txt")))
        .at("/media.wav", StaticFileEndpoint::new(format!("{ASSETS}/media.wav")));
    let routes = Arc::new(Routes::default());
    for path in PATHS.iter().filter(|path| !OWN.contains(path)) {
        let routes = routes.clone();
        app = app.at(path, make(move |request| handle(routes.clone(), request)));
    }
    // The middleware that is added last is outermost.
    app.with(CatchPanic::new()).with(cors)
}

#[handler]
fn parse(_: Json<Value>) -> Json<Value> {
    Json(json!({"parsed": true}))
}

/// The body is read, and not used.
async fn handle(routes: Arc<Routes>, mut request: Request) -> poem::Result<Response> {
    request.take_body().into_bytes().await?;
    let header = |name: &str| request.header(name);
    let (method, path, query) = (request.method().as_str(), request.uri().path(), request.uri().query());
    let answer = routes.respond(method, path, query, header).await.expect("a route of the kit");
    let mut response = Response::builder().status(answer.status.try_into().expect("a status"));
    for (name, value) in &answer.headers {
        response = response.header(*name, value);
    }
    Ok(match answer.chunks.len() {
        0 | 1 => response.body(answer.body()),
        _ => response.body(Body::from_bytes_stream(stream::iter(answer.chunks.into_iter().map(Ok::<_, io::Error>)))),
    })
}
