//! Request bodies: bounded in size, packed or not. What unpacks to more than its limit is refused before it is held.

pub(crate) mod arriving;
mod unpacked;
pub(crate) mod values;

use afya_model::Refusal;
use axum::body::Body;
use bytes::Bytes;
use futures_util::StreamExt;

use crate::answer::Failure;
use unpacked::unpacked;

/// A body that is read whole may have this many bytes, unpacked.
pub(crate) const WHOLE_LIMIT: usize = 256 * 1024 * 1024;

/// The whole body, unpacked; 413 beyond `limit` bytes.
pub(crate) async fn whole(body: Body, limit: usize) -> Result<Bytes, Failure> {
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk
            .map_err(|_| Refusal::bad_request("The request's body did not arrive whole. Send it again"))?;
        if bytes.len() + chunk.len() > limit {
            return Err(too_large(limit).into());
        }
        bytes.extend_from_slice(&chunk);
    }
    if unpacked::is_plain(&bytes) {
        return Ok(bytes.into());
    }
    Ok(unpacked(bytes.as_slice(), limit, |plain| {
        let mut content = Vec::new();
        plain.read_to_end(&mut content).map_err(|error| Refusal::bad_request(error.to_string()))?;
        Ok(content)
    })?
    .into())
}

/// 413: more than `limit` bytes.
pub(crate) fn too_large(limit: usize) -> Refusal {
    Refusal::new(
        413,
        format!("The request's body has more than {} MB. Send it in parts", limit / (1024 * 1024)),
    )
}
