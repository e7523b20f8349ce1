//! Actix Web with actix-cors.

use actix_cors::Cors;
use actix_files::{Files, NamedFile};
use actix_web::dev::{ServiceRequest, Transform, fn_service};
use actix_web::error::{Error, ErrorInternalServerError, ErrorUnsupportedMediaType, JsonPayloadError};
use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes, Data, Json, JsonConfig, PayloadConfig};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use corspec::{ASSETS, LONGEST_BODY, Names, Origins, PATHS, Policy, Refusal, Routes, STATIC, run};
use futures_util::stream;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::io;

const OWN: [&str; 5] = ["/crash", "/dir", "/dir/", "/file.txt", "/media.wav"];
/// The application reads bodies of any length; the default is 256 KiB.
const LONGEST_PAYLOAD: usize = 64 * 1024 * 1024;

fn main() {
    run(&["actix-web", "actix-cors"], async |policy| {
        ask(cors(&policy)).await?;
        let routes = Data::new(Routes::default());
        let app = move || App::new().wrap(cors(&policy)).app_data(routes.clone()).configure(add_routes);
        let server = HttpServer::new(app).workers(1).disable_signals().bind(("127.0.0.1", 0))?;
        let address = server.addrs()[0];
        tokio::spawn(server.run());
        Ok(address)
    });
}

/// The policy in the words of actix-cors; what is not stated is left at its default.
fn cors(policy: &Policy) -> Cors {
    let mut cors = Cors::default();
    if let Some(origins) = &policy.origins {
        cors = allow_origins(cors, origins);
    }
    if let Some(methods) = &policy.methods {
        cors = match methods {
            Names::All => cors.allow_any_method(),
            Names::List(list) => cors.allowed_methods(list.iter().map(String::as_str)),
        };
    }
    if let Some(headers) = &policy.request_headers {
        cors = match headers {
            Names::All => cors.allow_any_header(),
            Names::List(list) => cors.allowed_headers(list.iter().map(String::as_str)),
        };
    }
    if let Some(headers) = &policy.exposed_headers {
        cors = match headers {
            Names::All => cors.expose_any_header(),
            Names::List(list) => cors.expose_headers(list.iter().map(String::as_str)),
        };
    }
    if policy.has_credentials() {
        cors = cors.supports_credentials();
    }
    if let Some(seconds) = policy.max_age {
        cors = cors.max_age(seconds as usize);
    }
    cors
}

fn allow_origins(cors: Cors, origins: &Names) -> Cors {
    let Names::List(list) = origins else {
        return cors.allow_any_origin();
    };
    let origins = Origins::new(list);
    let cors = origins.exact().iter().fold(cors, |cors, origin| cors.allowed_origin(origin));
    if !origins.has_patterns() {
        return cors;
    }
    cors.allowed_origin_fn(move |origin, _| origin.to_str().is_ok_and(|origin| origins.match_pattern(origin)))
}

/// An error of the configuration surfaces when a worker starts: asks before.
async fn ask(cors: Cors) -> Result<(), Refusal> {
    let nothing = fn_service(|request: ServiceRequest| async { Ok(request.into_response(HttpResponse::Ok())) });
    let problem = "the middleware could not be initialized; the reason is in the log only";
    cors.new_transform(nothing).await.map(|_| ()).map_err(|()| Refusal::Rejected(problem.into()))
}

fn add_routes(config: &mut web::ServiceConfig) {
    let json = JsonConfig::default().limit(LONGEST_BODY).error_handler(json_error);
    let parse = web::resource("/parse").app_data(json).route(web::post().to(parse));
    let folder = Files::new("/dir", format!("{STATIC}/dir")).index_file("index.html").redirect_to_slash_directory();
    config
        .app_data(PayloadConfig::new(LONGEST_PAYLOAD))
        .service(parse)
        .route("/crash", web::to(crash))
        .route("/file.txt", web::to(async || NamedFile::open(format!("{STATIC}/file.txt"))))
        .route("/media.wav", web::to(async || NamedFile::open(format!("{ASSETS}/media.wav"))));
    for path in PATHS.iter().filter(|path| !OWN.contains(path)) {
        config.route(path, web::to(handle));
    }
    config.service(folder);
}

/// As the documentation of `JsonConfig` has it; without it, every error but that of the length is 400.
fn json_error(error: JsonPayloadError, _: &HttpRequest) -> Error {
    match error {
        JsonPayloadError::ContentType => ErrorUnsupportedMediaType(error),
        _ => error.into(),
    }
}

async fn parse(_: Json<Value>) -> Json<Value> {
    Json(json!({"parsed": true}))
}

/// A panic would end the connection: errors of handlers are 500.
async fn crash() -> Result<HttpResponse, Error> {
    Err(ErrorInternalServerError(io::Error::other("/crash fails")))
}

/// The body is read, and not used.
async fn handle(request: HttpRequest, routes: Data<Routes>, _: Bytes) -> HttpResponse {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let (method, path, query) = (request.method().as_str(), request.path(), request.uri().query());
    let answer = routes.respond(method, path, query, header).await.expect("a route of the kit");
    let mut response = HttpResponse::build(StatusCode::from_u16(answer.status).expect("a status"));
    for header in &answer.headers {
        response.append_header((header.0, header.1.as_str()));
    }
    match answer.chunks.len() {
        0 | 1 => response.body(answer.body()),
        _ => response.streaming(stream::iter(answer.chunks.into_iter().map(|chunk| Ok::<_, Infallible>(chunk.into())))),
    }
}
