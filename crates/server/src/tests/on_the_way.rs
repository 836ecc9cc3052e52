//! Text is packed on its way to whoever unpacks it by itself.

use std::io::Read;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING};
use flate2::read::GzDecoder;

use super::{ADMIN, Server, basic, block_on};

async fn fetch(server: &Server, path: &str, encoding: Option<&str>) -> (HeaderMap, Vec<u8>) {
    let mut request = Request::builder().uri(path).header(AUTHORIZATION, basic(ADMIN));
    if let Some(encoding) = encoding {
        request = request.header(ACCEPT_ENCODING, encoding);
    }
    let answer = server.send(request.body(Body::empty()).unwrap()).await;
    let (parts, body) = answer.into_parts();
    assert_eq!(parts.status, 200, "{path}");
    (parts.headers, to_bytes(body, usize::MAX).await.unwrap().to_vec())
}

#[test]
fn text_is_packed_for_whoever_asks_and_is_the_same_text() {
    let server = Server::start("on_the_way");
    block_on(async {
        let path = "/api/schemas/dataElement.json";
        let (headers, plain) = fetch(&server, path, None).await;
        assert!(headers.get(CONTENT_ENCODING).is_none());
        let (headers, packed) = fetch(&server, path, Some("gzip, deflate, br")).await;
        assert_eq!(headers[CONTENT_ENCODING], "gzip");
        assert!(packed.len() * 4 < plain.len(), "{} of {} bytes", packed.len(), plain.len());
        let mut unpacked = Vec::new();
        GzDecoder::new(packed.as_slice()).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, plain);
    });
}

#[test]
fn what_is_small_or_packed_already_goes_as_it_is() {
    let server = Server::start("on_the_way_as_it_is");
    block_on(async {
        for path in ["/api/ping", "/api/metadata.json.gz?users=true&userRoles=true&categories=true"] {
            let (headers, _) = fetch(&server, path, Some("gzip")).await;
            assert!(headers.get(CONTENT_ENCODING).is_none(), "{path}");
        }
    });
}
