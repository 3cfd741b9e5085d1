//! Sockets: connections are accepted up to a number, each request is read within its limits, and what it asks is worked on
//! by other threads than those that wait for sockets.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderMap};
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};

use crate::diagnostic::{Code, Diagnostic};
use crate::model::limit;
use crate::serve::answer::Answer;
use crate::serve::body::{Body, drained};
use crate::serve::fault::Fault;
use crate::serve::log::{Line, Noted};
use crate::serve::patient::Patient;
use crate::serve::service::Service;
use crate::serve::trace::Trace;

/// Serves until the process is told to end (SIGINT, SIGTERM); requests that run then are answered. `ready` is told the
/// address once it can be reached.
///
/// # Errors
/// The address can't be listened on, or `ready` fails.
pub fn serve(service: Service, ready: impl FnOnce(SocketAddr) -> io::Result<()>) -> io::Result<()> {
    let runtime = Builder::new_multi_thread().enable_all().max_blocking_threads(limit::WORKERS).build()?;
    let service = Arc::new(service);
    let ended = runtime.block_on(run(Arc::clone(&service), ready));
    // What still runs had its time.
    runtime.shutdown_background();
    service.log.end();
    ended
}

async fn run(service: Arc<Service>, ready: impl FnOnce(SocketAddr) -> io::Result<()>) -> io::Result<()> {
    let listener = TcpListener::bind(service.settings.listen).await?;
    let mut asked_to_end = Ending::new()?;
    ready(listener.local_addr()?)?;
    let graceful = Arc::new(GracefulShutdown::new());
    let accepting = tokio::spawn(accept(listener, service, Arc::clone(&graceful)));
    asked_to_end.wait().await;
    accepting.abort();
    // Once the task is gone, nobody else has what its connections are watched by.
    let _ = accepting.await;
    if let Some(graceful) = Arc::into_inner(graceful) {
        let again = async { asked_to_end.wait().await };
        let _ = timeout(limit::ENDING_TIME, first_of(graceful.shutdown(), again)).await;
    }
    Ok(())
}

/// Waits for the first of two to be done.
async fn first_of(one: impl Future<Output = ()>, other: impl Future<Output = ()>) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    poll_fn(|context| match one.as_mut().poll(context).is_ready() || other.as_mut().poll(context).is_ready() {
        true => Poll::Ready(()),
        false => Poll::Pending,
    })
    .await;
}

/// What tells the process to end.
#[cfg(unix)]
struct Ending {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Ending {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn wait(&mut self) {
        let Self { interrupt, terminate } = self;
        let one = async { _ = interrupt.recv().await };
        first_of(one, async { _ = terminate.recv().await }).await;
    }
}

/// What tells the process to end.
#[cfg(not(unix))]
struct Ending;

#[cfg(not(unix))]
impl Ending {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn wait(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// How long one waits where no connection can be accepted, such as where there are too many open files.
const PAUSE: Duration = Duration::from_millis(50);

async fn accept(listener: TcpListener, service: Arc<Service>, graceful: Arc<GracefulShutdown>) {
    let places = Arc::new(Semaphore::new(service.settings.limits.connections));
    let others = Arc::new(Semaphore::new(limit::TURNED_AWAY));
    loop {
        let Ok((socket, peer)) = listener.accept().await else {
            sleep(PAUSE).await;
            continue;
        };
        // Answers are small, and clients wait for them.
        let _ = socket.set_nodelay(true);
        if let Ok(place) = Arc::clone(&places).try_acquire_owned() {
            tokio::spawn(connection(socket, peer, Arc::clone(&service), graceful.watcher(), place));
        } else if let Ok(place) = Arc::clone(&others).try_acquire_owned() {
            tokio::spawn(turned_away(socket, Arc::clone(&service), place));
        }
    }
}

async fn connection(
    socket: TcpStream,
    peer: SocketAddr,
    service: Arc<Service>,
    watcher: Watcher,
    _place: OwnedSemaphorePermit,
) {
    let limits = service.settings.limits;
    let answering = Arc::clone(&service);
    let answer = service_fn(move |request| answered(Arc::clone(&answering), request, peer));
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(limits.head);
    builder.max_headers(limit::HEADERS).max_header_size(limit::HEAD_BYTES);
    let socket = Patient::new(socket, limits.first_byte, limits.answer);
    let served = watcher.watch(builder.serve_connection(TokioIo::new(socket), answer)).await;
    // What else goes wrong with a connection concerns the client, who is gone.
    if let Err(error) = served.as_ref()
        && error.is_parse()
    {
        let status = match error.is_parse_too_large() {
            true => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            false => StatusCode::BAD_REQUEST,
        };
        log_unread(&service, status, Code::BadRequest, &service.trace(&HeaderMap::new()));
    }
}

/// Logs that a client was answered whose request was not read.
fn log_unread(service: &Service, status: StatusCode, fault: Code, trace: &Trace) {
    let noted = Noted { fault: Some(fault), ..Noted::default() };
    service.log.write(&Line { method: "-", path: "-", status, took: Duration::ZERO, bytes: 0, trace, noted: &noted });
}

/// Tells a client that there are too many.
async fn turned_away(mut socket: TcpStream, service: Arc<Service>, _place: OwnedSemaphorePermit) {
    let connections = service.settings.limits.connections;
    let message = format!("the server has {connections} connections, and takes no more");
    let status = StatusCode::TOO_MANY_REQUESTS;
    let fault = Fault::of_http(status, Code::Throttled, message);
    let (parts, ()) = Request::new(()).into_parts();
    let trace = service.trace(&parts.headers);
    let (answer, _) = service.failed(&fault, &parts, &trace);
    log_unread(&service, status, Code::Throttled, &trace);
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json; charset=utf-8\r\nretry-after: 1\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        answer.body.len()
    );
    let told = async {
        socket.write_all(&[head.as_bytes(), &answer.body].concat()).await?;
        socket.shutdown().await?;
        // A socket that is closed before its client was read to the end loses what the client did not take yet.
        let mut left = [0; 4096];
        while socket.read(&mut left).await? > 0 {}
        Ok::<(), io::Error>(())
    };
    let _ = timeout(limit::TURNED_AWAY_TIME, told).await;
}

/// Answers a request, and logs it.
async fn answered(
    service: Arc<Service>,
    request: Request<Incoming>,
    peer: SocketAddr,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let begun = Instant::now();
    let (parts, mut body) = request.into_parts();
    let trace = service.trace(&parts.headers);
    let read = match service.check(&parts) {
        Ok(()) => Body::read(&parts, &mut body, &service.settings.limits, &service.room).await,
        Err(fault) => Err(fault.closing()),
    };
    let parts = Arc::new(parts);
    let (answer, noted) = match read {
        Ok(body) => match service.at_once(&parts, peer, &trace) {
            Some(answer) => answer,
            None => worked_on(&service, &parts, body, peer, &trace).await,
        },
        Err(fault) => {
            // Whoever asks whether to send the body does not send it now.
            if !parts.headers.contains_key(header::EXPECT) {
                tokio::spawn(drained(body));
            }
            service.failed(&fault, &parts, &trace)
        }
    };
    let line = Line {
        method: parts.method.as_str(),
        path: parts.uri.path(),
        status: answer.status,
        took: begun.elapsed(),
        bytes: answer.body.len(),
        trace: &trace,
        noted: &noted,
    };
    service.log.write(&line);
    let mut response = Response::new(Full::new(Bytes::from(answer.body)));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    Ok(response)
}

/// Lets a thread that may wait work on a request.
async fn worked_on(
    service: &Arc<Service>,
    parts: &Arc<Parts>,
    body: Body,
    peer: SocketAddr,
    trace: &Trace,
) -> (Answer, Noted) {
    let work = {
        let (service, parts, trace) = (Arc::clone(service), Arc::clone(parts), trace.clone());
        move || service.answer(&parts, &body.bytes, peer, &trace)
    };
    let done = tokio::task::spawn_blocking(work).await;
    // One request that fails so ends nobody else's.
    done.unwrap_or_else(|_| {
        let error = Diagnostic::error(Code::Service, "the server failed on this request").help("please report it");
        service.failed(&Fault::from(error), parts, trace)
    })
}
