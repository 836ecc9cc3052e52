//! Request bodies: bounded in size, packed or not. What unpacks to more than its limit is refused before it is held.

pub(crate) mod arriving;
pub(crate) mod values;

use std::io::Read;

use afya_model::Refusal;
use axum::body::Body;
use bytes::Bytes;
use futures_util::StreamExt;

use crate::answer::Failure;

/// A body that is read whole may have this many bytes, unpacked.
pub(crate) const WHOLE_LIMIT: usize = 256 * 1024 * 1024;

const GZIP: [u8; 2] = [0x1f, 0x8b];
const ZIP: [u8; 4] = [0x50, 0x4b, 0x03, 0x04];

/// The whole body, unpacked when it is gzip; 413 beyond `limit` bytes, 415 for a zip archive.
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
    if bytes.starts_with(&ZIP) {
        return Err(Refusal::new(
            415,
            "A zip archive cannot be read here yet. Send the content plain or as gzip",
        )
        .into());
    }
    if bytes.starts_with(&GZIP) {
        return Ok(unpack(&bytes, limit)?.into());
    }
    Ok(bytes.into())
}

fn unpack(packed: &[u8], limit: usize) -> Result<Vec<u8>, Refusal> {
    let mut unpacked = Vec::new();
    let bound = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let read = flate2::read::MultiGzDecoder::new(packed).take(bound).read_to_end(&mut unpacked);
    read.map_err(|_| {
        Refusal::bad_request("The request's body starts as gzip and cannot be unpacked. Send it again")
    })?;
    if unpacked.len() > limit { Err(too_large(limit)) } else { Ok(unpacked) }
}

/// 413: more than `limit` bytes.
pub(crate) fn too_large(limit: usize) -> Refusal {
    Refusal::new(
        413,
        format!("The request's body has more than {} MB. Send it in parts", limit / (1024 * 1024)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::packed::gzip;

    #[test]
    fn a_gzip_bomb_is_refused() {
        let bomb = gzip(&vec![0; 4 * 1024 * 1024]);
        assert!(bomb.len() < 16 * 1024);
        assert_eq!(unpack(&bomb, 1024 * 1024).unwrap_err().http_status, 413);
        assert_eq!(unpack(&gzip(b"{}"), 1024).unwrap(), b"{}");
        assert_eq!(unpack(&bomb[..100], 1024 * 1024).unwrap_err().http_status, 400);
    }
}
