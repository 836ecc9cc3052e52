//! Drawings that people send, as PNG and as PDF.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};

use super::{ADMIN, Server, basic, block_on};

const FORM: &str = "application/x-www-form-urlencoded";
const RED: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='30'><rect width='40' height='30' fill='#ff0000'/></svg>";

fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

impl Server {
    async fn convert(
        &self,
        path: &str,
        media_type: &str,
        body: String,
    ) -> (u16, axum::http::HeaderMap, Vec<u8>) {
        let request = Request::builder().method("POST").uri(path).header(AUTHORIZATION, basic(ADMIN));
        let request = request.header(CONTENT_TYPE, media_type).body(Body::from(body)).unwrap();
        let answer = self.send(request).await;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        (status, headers, to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec())
    }
}

#[test]
fn a_drawing_becomes_a_file() {
    let server = Server::start("svg_files");
    block_on(async {
        let named = form(&[("svg", RED), ("filename", "My chart")]);
        let (status, headers, bytes) = server.convert("/api/svg.png", FORM, named).await;
        assert_eq!((status, &headers[CONTENT_TYPE]), (200, &"image/png".parse().unwrap()));
        assert!(
            headers[CONTENT_DISPOSITION]
                .to_str()
                .unwrap()
                .starts_with("attachment; filename=\"My chart.png\"")
        );
        assert!(headers[CACHE_CONTROL].to_str().unwrap().contains("no-"), "{headers:?}");
        let picture = image::load_from_memory(&bytes).unwrap().to_rgb8();
        assert_eq!((picture.dimensions(), picture.get_pixel(20, 15).0), ((40, 30), [255, 0, 0]));
        let (status, headers, bytes) = server.convert("/api/41/svg.pdf", FORM, form(&[("svg", RED)])).await;
        assert_eq!((status, &headers[CONTENT_TYPE]), (200, &"application/pdf".parse().unwrap()));
        assert!(
            headers[CONTENT_DISPOSITION].to_str().unwrap().contains("\"file.pdf\"")
                && bytes.starts_with(b"%PDF-")
        );
    });
}

#[test]
fn what_is_no_drawing_is_refused() {
    let server = Server::start("svg_refused");
    block_on(async {
        let copies = (1..30).fold(String::from("<rect id='a0' width='1' height='1'/>"), |text, at| {
            format!("{text}<g id='a{at}'><use href='#a{0}'/><use href='#a{0}'/></g>", at - 1)
        });
        let bomb = format!("<svg xmlns='http://www.w3.org/2000/svg'>{copies}</svg>");
        for (path, media_type, body, expected, words) in [
            ("/api/svg.png", FORM, form(&[("filename", "a")]), 400, "'svg'"),
            ("/api/svg.png", FORM, form(&[("svg", "no drawing")]), 400, "`svg`"),
            ("/api/svg.pdf", FORM, form(&[("svg", &bomb)]), 409, "elements"),
            ("/api/svg.png", FORM, form(&[("svg", &" ".repeat(6_000_000))]), 413, "bytes"),
            ("/api/svg.png", FORM, "x".repeat(17_000_000), 413, "16 MB"),
            ("/api/svg.png", "application/json", "{}".to_owned(), 415, "Content-Type"),
            ("/api/svg", FORM, form(&[("svg", RED)]), 404, "svg.png"),
        ] {
            let (status, _, bytes) = server.convert(path, media_type, body).await;
            let text = String::from_utf8_lossy(&bytes);
            assert!(status == expected && text.contains(words), "{path} {media_type}: {status} {text:.400}");
        }
        let request = Request::builder().method("POST").uri("/api/svg.png").header(CONTENT_TYPE, FORM);
        let answer = server.send(request.body(Body::from(form(&[("svg", RED)]))).unwrap()).await;
        assert_eq!(answer.status().as_u16(), 302, "who has not signed in is sent to where one does");
    });
}
