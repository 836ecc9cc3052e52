//! Forms with a file (`multipart/form-data`). The file goes to the disk as it arrives, wherever in the form it stands.

use afya_files::resource::{ANY_TYPE, UNTITLED, too_large};
use afya_files::{Arrived, Arriving};
use afya_model::Refusal;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use multer::{Field, Multipart};

use crate::answer::Failure;
use crate::app::App;
use crate::query::Query;

/// The texts of a form may have this many bytes together.
const TEXTS_LIMIT: usize = 256 * 1024;
/// What is too large is read on for so many times the limit, so that the sender hears why it is refused.
const READ_ON: u64 = 4;

/// A form.
pub(crate) struct Form {
    /// Its texts.
    pub(crate) texts: Vec<(String, String)>,
    /// Its file.
    pub(crate) file: Option<Upload>,
}

/// A file of a form.
pub(crate) struct Upload {
    /// Its name, without folders.
    pub(crate) name: String,
    /// Its media type.
    pub(crate) media_type: String,
    /// Its content.
    pub(crate) content: Arrived,
}

impl Form {
    /// The parameters of a request: those of its address, then those of the form.
    pub(crate) fn query(&self, address: &Query) -> Query {
        Query::of(address.pairs().iter().chain(&self.texts).cloned().collect())
    }
}

/// Reads a form whose file is called `file`. A request that is no form has neither texts nor a file.
///
/// # Errors
/// 400 for a form that cannot be read, 409 for a file that is too large, 413 for texts that are.
pub(crate) async fn read(app: &App, request: Request<Body>) -> Result<Form, Failure> {
    let mut form = Form { texts: Vec::new(), file: None };
    let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let Some(boundary) = media_type.and_then(|media_type| multer::parse_boundary(media_type).ok()) else {
        return Ok(form);
    };
    let mut parts = Multipart::new(request.into_body().into_data_stream(), boundary);
    let mut texts = 0;
    while let Some(part) = parts.next_field().await.map_err(unread)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" && form.file.is_none() {
            form.file = Some(upload(app, part).await?);
        } else {
            let text = text(part, TEXTS_LIMIT - texts).await?;
            texts += text.len();
            form.texts.push((name, text));
        }
    }
    Ok(form)
}

fn unread(error: multer::Error) -> Refusal {
    tracing::info!(%error, "a form could not be read");
    Refusal::bad_request("The form cannot be read to its end. Send it again as multipart/form-data")
}

async fn text(mut part: Field<'_>, limit: usize) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(unread)? {
        if bytes.len() + chunk.len() > limit {
            return Err(Refusal::new(413, "The texts of the form are too long").into());
        }
        bytes.extend_from_slice(&chunk);
    }
    let sentence = "The texts of the form are not in UTF-8";
    Ok(String::from_utf8(bytes).map_err(|_| Refusal::bad_request(sentence))?)
}

async fn upload(app: &App, mut part: Field<'_>) -> Result<Upload, Failure> {
    let name = file_name(part.file_name().unwrap_or_default());
    let media_type = part.content_type().map_or_else(|| ANY_TYPE.to_owned(), ToString::to_string);
    let most = app.settings.number("max.file_upload_size");
    let mut arriving = app.files.arrive(&app.random).await?;
    while let Some(chunk) = part.chunk().await.map_err(unread)? {
        let bytes = arriving.bytes() + chunk.len() as u64;
        if bytes > most {
            return Err(too_large(most, read_on(part, bytes, most.saturating_mul(READ_ON)).await).into());
        }
        write(&mut arriving, &chunk).await?;
    }
    let content = arriving.finish().await.map_err(afya_files::unwritten)?;
    Ok(Upload { name, media_type, content })
}

async fn write(arriving: &mut Arriving, chunk: &[u8]) -> Result<(), Failure> {
    Ok(arriving.write(chunk).await.map_err(afya_files::unwritten)?)
}

/// Reads a file on without keeping it; gives its size as far as it was read.
async fn read_on(mut part: Field<'_>, mut bytes: u64, until: u64) -> u64 {
    while bytes < until
        && let Ok(Some(chunk)) = part.chunk().await
    {
        bytes += chunk.len() as u64;
    }
    bytes
}

/// The last part of a path of any system, without what could break a header or a screen.
pub(crate) fn file_name(sent: &str) -> String {
    let name = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    let name = name.trim();
    if name.is_empty() { UNTITLED.to_owned() } else { name.to_owned() }
}
