//! A socket whose client may send nothing, and take nothing of an answer, only for so long.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// A socket; writing fails where the client takes nothing for so long, and reading where it sends nothing at all.
pub(super) struct Patient<S> {
    socket: S,
    patience: Duration,
    /// When patience ends, while the client takes nothing.
    ends: Option<Pin<Box<Sleep>>>,
    /// When it ends for the first byte, until that is there.
    begins: Option<Pin<Box<Sleep>>>,
}

impl<S> Patient<S> {
    /// Returns a socket that waits so long for the first byte, and so long for a client that takes nothing.
    pub(super) fn new(socket: S, first: Duration, patience: Duration) -> Self {
        Self { socket, patience, ends: None, begins: Some(Box::pin(sleep(first))) }
    }

    /// Returns what came of writing; where nothing did for too long, a fault.
    fn waited<T>(&mut self, context: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.ends = None;
            return written;
        }
        let patience = self.patience;
        let ends = self.ends.get_or_insert_with(|| Box::pin(sleep(patience)));
        match ends.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, room: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.socket).poll_read(context, room);
        if read.is_ready() {
            self.begins = None;
        }
        match self.begins.as_mut().map(|begins| begins.as_mut().poll(context)) {
            Some(Poll::Ready(())) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Some(Poll::Pending) | None => read,
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write(context, bytes);
        self.waited(context, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // Whoever is gone needs to be told of no end, and it is no fault: what hyper says of a connection is the request then.
        Pin::new(&mut self.socket).poll_shutdown(context).map(|_| Ok(()))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write_vectored(context, parts);
        self.waited(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncWriteExt, duplex};
    use tokio::runtime::Builder;

    use super::*;

    #[test]
    fn a_client_that_sends_nothing_is_given_up_and_one_that_sends_slowly_is_not() {
        use tokio::io::AsyncReadExt;
        let runtime = Builder::new_current_thread().enable_time().build().unwrap();
        let patience = Duration::from_millis(200);
        runtime.block_on(async {
            let (_client, server) = duplex(8);
            let silent = Patient::new(server, patience, patience).read(&mut [0; 8]).await;
            assert_eq!(silent.map_err(|error| error.kind()), Err(io::ErrorKind::TimedOut));
            let (mut client, server) = duplex(8);
            let mut server = Patient::new(server, patience, patience);
            client.write_all(b"P").await.unwrap();
            assert!(server.read(&mut [0; 8]).await.is_ok());
            tokio::spawn(async move {
                sleep(patience * 2).await;
                client.write_all(b"O").await.unwrap();
            });
            assert!(server.read(&mut [0; 8]).await.is_ok());
        });
    }

    #[test]
    fn a_client_that_takes_nothing_is_given_up_and_one_that_takes_slowly_is_not() {
        let runtime = Builder::new_current_thread().enable_time().build().unwrap();
        let patience = Duration::from_millis(200);
        runtime.block_on(async {
            let (client, server) = duplex(8);
            let stuck = Patient::new(server, patience, patience).write_all(&[0; 100]).await;
            assert_eq!(stuck.map_err(|error| error.kind()), Err(io::ErrorKind::TimedOut));
            drop(client);
            let (mut client, server) = duplex(8);
            let reading = tokio::spawn(async move {
                let mut taken = [0; 8];
                while tokio::io::AsyncReadExt::read(&mut client, &mut taken).await.is_ok_and(|count| count > 0) {
                    sleep(patience / 4).await;
                }
            });
            assert!(Patient::new(server, patience, patience).write_all(&[0; 100]).await.is_ok());
            reading.await.unwrap();
        });
    }
}
