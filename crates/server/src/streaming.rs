//! Bodies that are written while they are sent: a task writes chunks, and the next one waits until the last one was taken.

use afya_model::Refusal;
use afya_store::Fault;
use axum::body::Body;
use futures_util::stream;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::task::JoinHandle;

use crate::answer::Failure;
use crate::compression::{Compression, Packer};

/// What a task writes.
type Chunk = Result<Vec<u8>, Fault>;

/// Chunks that may wait to be taken.
const WAITING: usize = 4;

/// The body that a task writes; `name` is that of the file in an archive. What fails before the first chunk becomes the
/// answer; what fails later breaks the answer off, so that nobody takes a part for the whole.
pub(crate) async fn body<F>(
    compression: Compression,
    name: &str,
    write: impl FnOnce(Sender<Chunk>) -> F,
) -> Result<Body, Failure>
where
    F: Future<Output = ()> + Send + 'static,
{
    let (sender, mut receiver) = mpsc::channel(WAITING);
    let task = tokio::spawn(write(sender));
    let first = receiver.recv().await.transpose()?.unwrap_or_default();
    let packer = Packer::new(compression, name).map_err(|error| Refusal::new(500, error.to_string()))?;
    let state = State { first: Some(first), receiver, task, packer: Some(packer) };
    Ok(Body::from_stream(stream::unfold(state, async |mut state| Some((state.next().await?, state)))))
}

struct State {
    first: Option<Vec<u8>>,
    receiver: Receiver<Chunk>,
    task: JoinHandle<()>,
    /// Absent after the end, or after a failure.
    packer: Option<Packer>,
}

impl State {
    /// The next bytes to send; nothing after the last ones.
    async fn next(&mut self) -> Option<std::io::Result<Vec<u8>>> {
        loop {
            let chunk = match self.first.take() {
                Some(first) => Some(Ok(first)),
                None => self.receiver.recv().await,
            };
            let packer = self.packer.as_mut()?;
            let bytes = match chunk {
                Some(Ok(chunk)) => packer.pack(chunk),
                Some(Err(fault)) => {
                    tracing::error!(?fault, "an answer broke off");
                    Err(std::io::Error::other("the answer broke off"))
                }
                None => {
                    let ended = (&mut self.task).await.map_err(std::io::Error::other);
                    let last = ended.and_then(|()| packer.finish());
                    self.packer = None;
                    last
                }
            };
            match bytes {
                Ok(bytes) if bytes.is_empty() && self.packer.is_some() => {}
                Ok(bytes) => return Some(Ok(bytes)),
                Err(error) => {
                    self.packer = None;
                    return Some(Err(error));
                }
            }
        }
    }
}
