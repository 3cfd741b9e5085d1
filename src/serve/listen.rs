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

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header;
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

use crate::diagnostic::Code;
use crate::model::limit;
use crate::serve::answer::Answer;
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
    let places = Arc::new(Semaphore::new(service.settings.patience.connections));
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
    let patience = service.settings.patience;
    let answer = service_fn(move |request| answered(Arc::clone(&service), request, peer));
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(patience.head);
    builder.max_headers(limit::HEADERS).max_header_size(limit::HEAD_BYTES);
    let connection = builder.serve_connection(TokioIo::new(Patient::new(socket, patience.answer)), answer);
    // What goes wrong with a connection concerns the client, who is gone.
    let _ = watcher.watch(connection).await;
}

/// Tells a client that there are too many.
async fn turned_away(mut socket: TcpStream, service: Arc<Service>, _place: OwnedSemaphorePermit) {
    let connections = service.settings.patience.connections;
    let message = format!("the server has {connections} connections, and takes no more");
    let fault = Fault::of_http(StatusCode::TOO_MANY_REQUESTS, Code::Throttled, message);
    let (parts, ()) = Request::new(()).into_parts();
    let answer = service.failed(&fault, &parts, &service.trace(&parts.headers));
    let status = StatusCode::TOO_MANY_REQUESTS;
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
    let (parts, body) = request.into_parts();
    let trace = service.trace(&parts.headers);
    let read = match service.check(&parts) {
        Ok(()) => whole(&parts, body, service.settings.patience.body).await,
        Err(fault) => Err(fault.closing()),
    };
    let parts = Arc::new(parts);
    let (answer, noted) = match read {
        Ok(body) => worked_on(&service, &parts, body, peer, &trace).await,
        Err(fault) => refused(&service, &fault, &parts, &trace),
    };
    let line = Line {
        method: &parts.method,
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

fn refused(service: &Service, fault: &Fault, parts: &Parts, trace: &Trace) -> (Answer, Noted) {
    let noted = Noted { fault: Some(fault.error.code), ..Noted::default() };
    (service.failed(fault, parts, trace), noted)
}

/// Lets a thread that may wait work on a request.
async fn worked_on(
    service: &Arc<Service>,
    parts: &Arc<Parts>,
    body: Bytes,
    peer: SocketAddr,
    trace: &Trace,
) -> (Answer, Noted) {
    let work = {
        let (service, parts, trace) = (Arc::clone(service), Arc::clone(parts), trace.clone());
        move || service.answer(&parts, &body, peer, &trace)
    };
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| {
        let fault = Fault::of_http(StatusCode::INTERNAL_SERVER_ERROR, Code::Input, "the server failed on this request");
        refused(service, &fault.help("please report it"), parts, trace)
    })
}

/// Reads the body of a request, within the limits.
async fn whole(parts: &Parts, body: Incoming, patience: Duration) -> Result<Bytes, Fault> {
    let length = parts.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > limit::REQUEST_BYTES as u64) {
        return Err(too_long());
    }
    match timeout(patience, Limited::new(body, limit::REQUEST_BYTES).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_long()),
        Ok(Err(_)) => Err(Fault::bad_request("the body of the request ends early").closing()),
        Err(_) => {
            let message = format!("the body of the request did not arrive within {} seconds", patience.as_secs());
            Err(Fault::of_http(StatusCode::REQUEST_TIMEOUT, Code::Input, message).closing())
        }
    }
}

fn too_long() -> Fault {
    let message = format!("the body of a request has {} MiB at most", limit::REQUEST_BYTES >> 20);
    Fault::of_http(StatusCode::PAYLOAD_TOO_LARGE, Code::Input, message).closing()
}
