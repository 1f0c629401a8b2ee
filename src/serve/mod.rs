//! The development server: pages are rendered when they are asked for, by the plan and the code of
//! `build`; changes on the disk are seen, mistakes shown in the page, the browser reloaded.
//!
//! 1. [`state`] holds the newest snapshot of the portal and counts its generations.
//! 2. [`watch`] notices changes and makes the next snapshot; the files of the search follow at [`leisure`].
//! 3. [`answer`] maps an address to bytes.
//! 4. [`run`] puts them behind HTTP.

mod answer;
mod leisure;
mod state;
mod watch;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State as Extract;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::get;
use tokio::sync::watch as channel;

use crate::render::Facts;
use crate::source::Disk;
use answer::Answer;
use state::State;

/// How to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// Address to listen on.
    pub host: String,
    /// Port to listen on; 0 takes a free one.
    pub port: u16,
    /// Open the portal in the browser.
    pub open: bool,
    /// Show drafts too.
    pub drafts: bool,
    /// Folder with people's contacts and consents.
    pub private: Option<Disk>,
    /// Add the script that reloads the page after a change.
    pub reload: bool,
    /// The date, and the address under which the portal will be published.
    pub facts: Facts,
    /// Say only what is wrong.
    pub quiet: bool,
}

/// Why the server cannot run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be listened on.
    #[error("{address}: {error}")]
    Listen {
        /// Host and port.
        address: String,
        /// The system's words.
        error: std::io::Error,
    },
    /// The system refused something else.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The portal cannot be listed.
    #[error(transparent)]
    Source(#[from] crate::source::SourceError),
}

/// Addresses of the server's own, which no portal has: ids hold no underscore.
const RELOAD_SCRIPT: &str = "/_metod/reload.js";
const EVENTS: &str = "/_metod/events";

#[derive(Clone)]
struct Shared {
    state: Arc<State>,
    changes: channel::Receiver<u64>,
    reload: bool,
}

/// Serves the portal in `tree` until the process ends.
///
/// # Errors
/// When the portal cannot be listed or the address cannot be listened on.
pub fn run(tree: Disk, options: Options) -> Result<(), ServeError> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(serve(tree, options))
}

async fn serve(tree: Disk, options: Options) -> Result<(), ServeError> {
    let address = format!("{}:{}", options.host, options.port);
    let listen = |error| ServeError::Listen { address: address.clone(), error };
    let listener = tokio::net::TcpListener::bind(&address).await.map_err(listen)?;
    let local = listener.local_addr()?;
    let (sender, changes) = channel::channel(0);
    let rings = watch::read_history(&tree);
    let state =
        Arc::new(State::new(tree, options.private.clone(), options.facts.clone(), options.drafts)?);
    watch::await_history(&state, &rings.1);
    announce(&state, local, &options);
    state.start_index();
    watch::start(state.clone(), sender, rings, options.quiet);
    let shared = Shared { state, changes, reload: options.reload };
    let router = Router::new()
        .route(EVENTS, get(events))
        .route(RELOAD_SCRIPT, get(reload_script))
        .fallback(get(page))
        .with_state(shared);
    if options.open {
        open(local);
    }
    Ok(axum::serve(listener, router).await?)
}

fn announce(state: &State, local: SocketAddr, options: &Options) {
    state.print_findings();
    if !options.quiet {
        eprintln!("http://{local}/");
    }
}

/// Asks the system's own program to open the portal; that it is missing does no harm.
fn open(local: SocketAddr) {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let _ = std::process::Command::new(program).arg(format!("http://{local}/")).spawn();
}

async fn page(Extract(shared): Extract<Shared>, uri: Uri, asked: HeaderMap) -> Response<Body> {
    let path = uri.path().to_owned();
    let reload = shared.reload;
    // Rendering takes a core for some milliseconds: not on the threads that listen.
    let work = tokio::task::spawn_blocking(move || {
        let snapshot = shared.state.snapshot();
        answer::answer(&shared.state, &snapshot, &path)
    });
    match work.await {
        Ok(Answer::File { kind, bytes }) => file(kind, bytes, asked.get(header::RANGE)),
        Ok(answer) => respond(answer, reload),
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "text/plain", Vec::new()),
    }
}

fn respond(answer: Answer, reload: bool) -> Response<Body> {
    match answer {
        Answer::Page { found, html } => {
            let status = if found { StatusCode::OK } else { StatusCode::NOT_FOUND };
            let html = if reload { with_reload(html) } else { html };
            plain(status, "text/html; charset=utf-8", html.into_bytes())
        }
        Answer::File { kind, bytes } => plain(StatusCode::OK, kind, bytes),
        Answer::Later => plain(StatusCode::SERVICE_UNAVAILABLE, "text/plain", Vec::new()),
        Answer::Moved(to) => {
            let mut response = plain(StatusCode::FOUND, "text/plain", Vec::new());
            if let Ok(value) = HeaderValue::from_str(&to) {
                response.headers_mut().insert(header::LOCATION, value);
            }
            response
        }
    }
}

/// A file, or the piece of it that was asked for. Other kinds of ranges are answered by the file, as any may be.
fn file(kind: &'static str, bytes: Vec<u8>, range: Option<&HeaderValue>) -> Response<Body> {
    let asked = range.and_then(|range| {
        let (first, last) = range.to_str().ok()?.strip_prefix("bytes=")?.split_once('-')?;
        Some((first.parse::<usize>().ok()?, last.parse::<usize>().ok()?))
    });
    let end = bytes.len().saturating_sub(1);
    let piece = asked
        .and_then(|(first, last)| bytes.get(first..=last.min(end)))
        .filter(|piece| !piece.is_empty());
    let (Some((first, _)), Some(piece)) = (asked, piece) else {
        return plain(StatusCode::OK, kind, bytes);
    };
    let range = format!("bytes {first}-{}/{}", first + piece.len() - 1, bytes.len());
    let mut response = plain(StatusCode::PARTIAL_CONTENT, kind, piece.to_vec());
    if let Ok(value) = HeaderValue::from_str(&range) {
        response.headers_mut().insert(header::CONTENT_RANGE, value);
    }
    response
}

/// Puts the reload script before the end of the body.
fn with_reload(html: String) -> String {
    let script = format!("<script src=\"{RELOAD_SCRIPT}\" defer></script>\n</body>");
    match html.rfind("</body>") {
        Some(at) => format!("{}{script}{}", &html[..at], &html[at + "</body>".len()..]),
        None => html,
    }
}

fn plain(status: StatusCode, kind: &'static str, bytes: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // The policy under which the theme promises to run, so that a breach shows at once.
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'",
        ),
    );
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

async fn reload_script() -> Response<Body> {
    let script = include_str!("reload.js").replace("{events}", EVENTS);
    plain(StatusCode::OK, "text/javascript; charset=utf-8", script.into_bytes())
}

async fn events(
    Extract(shared): Extract<Shared>,
) -> Sse<impl futures_core::Stream<Item = Result<Event, Infallible>>> {
    let mut changes = shared.changes.clone();
    changes.mark_unchanged();
    let stream = async_stream::stream! {
        while changes.changed().await.is_ok() {
            let generation = *changes.borrow_and_update();
            yield Ok(Event::default().event("change").data(generation.to_string()));
        }
    };
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_files_are_sent_as_they_are_asked_for() {
        let ask = |range: &str| {
            let range = HeaderValue::from_str(range).ok();
            let response = file("text/plain", b"0123456789".to_vec(), range.as_ref());
            let said = response.headers().get(header::CONTENT_RANGE);
            (response.status().as_u16(), said.map(|range| range.to_str().unwrap().to_owned()))
        };
        assert_eq!(ask("bytes=2-5"), (206, Some("bytes 2-5/10".to_owned())));
        assert_eq!(ask("bytes=8-99"), (206, Some("bytes 8-9/10".to_owned())));
        for other in
            ["bytes=-5", "bytes=5-", "bytes=5-2", "bytes=10-12", "bytes=0-1,3-4", "lines=1-2"]
        {
            assert_eq!(ask(other), (200, None), "{other}");
        }
        assert_eq!(file("text/plain", Vec::new(), None).status().as_u16(), 200);
    }
}
