//! File resources: the rows that say what a file is.

use afya_access::Caller;
use afya_model::{ErrorCode, Random, Refusal, Uid};
use afya_store::{Connection, Fault, Row};
use jiff::Timestamp;
use serde_json::Value;

use crate::domain::{self, Domain};
use crate::folder::Arrived;
use crate::pictures::{self, Fit, Size};
use crate::sql;
use crate::store::{FileStore, unwritten};

/// The name of a file that has none.
pub const UNTITLED: &str = "untitled";
/// The media type of a file that says none.
pub const ANY_TYPE: &str = "application/octet-stream";

/// The longest name that a row takes.
const LONGEST_NAME: usize = 230;
/// The longest media type that a row takes.
const LONGEST_TYPE: usize = 255;

/// What the database says of a file.
#[derive(Clone, Debug)]
pub struct FileResource {
    /// The identifier.
    pub uid: String,
    /// The name.
    pub name: String,
    /// The media type.
    pub media_type: String,
    /// The size in bytes.
    pub bytes: i64,
    /// The MD5 of the content.
    pub md5: String,
    /// Where the content lies.
    pub key: String,
    /// What it is for; nothing for a row of a domain that is unknown here.
    pub domain: Option<Domain>,
    /// Whether the content is kept in several sizes.
    pub has_sizes: bool,
    /// The key of the user who sent it.
    pub sender: Option<i64>,
}

impl FileResource {
    /// Where the content of this size lies; the original where that size was never made.
    pub fn key_of(&self, size: Size) -> String {
        if self.has_sizes { format!("{}{}", self.key, size.suffix()) } else { self.key.clone() }
    }
}

/// A file that came in.
pub struct Sent<'s> {
    /// Its identifier; a new one when nothing is said.
    pub uid: Option<&'s str>,
    /// Its name.
    pub name: &'s str,
    /// Its media type.
    pub media_type: &'s str,
    /// What it is for.
    pub domain: Domain,
    /// Its content.
    pub content: Arrived,
}

/// Keeps a file and says so in the database: first its bytes, then its row, so that no row is without its file.
///
/// # Errors
/// 409 for an empty file, a name or type that is not taken (E6101), an identifier that is taken (E1119), and pictures that
/// are not as their domain wants them; 500 E6102 or 507 when it cannot be written.
pub async fn save(
    (connection, files): (&mut Connection, &FileStore),
    caller: &Caller,
    sent: Sent<'_>,
    random: &Random,
    now: Timestamp,
) -> Result<FileResource, Fault> {
    check(&sent)?;
    let uid = match sent.uid {
        Some(uid) => uid.to_owned(),
        None => Uid::generate(random).to_string(),
    };
    if connection.first(&sql::find(&uid)).await?.is_some() {
        return Err(Refusal::of(409, ErrorCode::E1119, &["FileResource", &uid]).into());
    }
    let content = fitted(files, &sent.domain, sent.content, random).await?;
    let sizes = sizes(&sent.domain, sent.media_type, &content).await;
    let mut resource = FileResource {
        uid,
        name: shortened(sent.name, LONGEST_NAME),
        media_type: sent.media_type.to_owned(),
        bytes: i64::try_from(content.bytes).unwrap_or(i64::MAX),
        md5: content.md5.clone(),
        key: format!("{}/{}", sent.domain.folder(), random.uuid()),
        domain: Some(sent.domain),
        has_sizes: !sizes.is_empty(),
        sender: Some(caller.id),
    };
    if resource.media_type.len() > LONGEST_TYPE {
        ANY_TYPE.clone_into(&mut resource.media_type);
    }
    let kept = keep((connection, files), &resource, (content, sizes), random, now).await;
    if let Err(fault) = kept {
        // A row whose saving nobody confirmed may be there all the same: it must not lose its file.
        if !matches!(fault, Fault::Unavailable(_)) {
            take_away(files, &resource).await;
        }
        return Err(fault);
    }
    Ok(resource)
}

async fn keep(
    (connection, files): (&mut Connection, &FileStore),
    resource: &FileResource,
    (content, sizes): (Arrived, Vec<(Size, Vec<u8>)>),
    random: &Random,
    now: Timestamp,
) -> Result<(), Fault> {
    for (size, bytes) in sizes {
        files.keep(arrived(files, &bytes, random).await?, &resource.key_of(size)).await?;
    }
    files.keep(content, &resource.key).await?;
    connection.execute(&sql::insert(resource, now)).await?;
    Ok(())
}

async fn arrived(files: &FileStore, bytes: &[u8], random: &Random) -> Result<Arrived, Fault> {
    let mut arriving = files.arrive(random).await?;
    arriving.write(bytes).await.map_err(unwritten)?;
    arriving.finish().await.map_err(unwritten)
}

/// The first characters of a name, with its ending, as far as a row takes them.
fn shortened(name: &str, longest: usize) -> String {
    if name.chars().count() <= longest {
        return name.to_owned();
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| format!(".{ending}"));
    let ending = ending.filter(|ending| ending.chars().count() <= 10).unwrap_or_default();
    let start: String = name.chars().take(longest - ending.chars().count()).collect();
    start + &ending
}

/// Refuses what is not taken, before anything is kept.
fn check(sent: &Sent<'_>) -> Result<(), Refusal> {
    if sent.content.bytes == 0 {
        return Err(Refusal::conflict("Could not read file or file is empty."));
    }
    if !domain::is_taken(sent.name, sent.media_type) {
        return Err(Refusal::of(409, ErrorCode::E6101, &[]));
    }
    let ending = domain::ending(sent.name).unwrap_or_default();
    let essence = sent.media_type.split(';').next().unwrap_or_default().trim();
    let (types, endings, most): (&[&str], &[&str], u64) = match sent.domain {
        Domain::Icon => (&[], &["png"], 25_000_000),
        Domain::UserAvatar => (&PICTURE_TYPES, &PICTURE_ENDINGS, 2_000_000),
        Domain::OrgUnit => (&PICTURE_TYPES, &PICTURE_ENDINGS, 8_000_000),
        _ => return Ok(()),
    };
    if !types.is_empty() && !types.contains(&essence) {
        let sentence = format!("Invalid content type, valid content types are: {}", types.join(","));
        return Err(Refusal::conflict(sentence));
    }
    if !endings.contains(&ending.as_str()) {
        let sentence = format!("Wrong file extension, valid extensions are: {}", endings.join(","));
        return Err(Refusal::conflict(sentence));
    }
    if sent.content.bytes > most { Err(too_large(most, sent.content.bytes)) } else { Ok(()) }
}

const PICTURE_TYPES: [&str; 3] = ["image/jpeg", "image/png", "image/gif"];
const PICTURE_ENDINGS: [&str; 4] = ["jpg", "jpeg", "png", "gif"];

/// 409: a file of more bytes than are taken.
pub fn too_large(most: u64, bytes: u64) -> Refusal {
    Refusal::conflict(format!("File size can't be bigger than {most}, current file size {bytes}"))
}

/// The content as its domain keeps it: icons, avatars and pictures of units are made smaller.
async fn fitted(
    files: &FileStore,
    domain: &Domain,
    content: Arrived,
    random: &Random,
) -> Result<Arrived, Fault> {
    let fit = match domain {
        Domain::Icon => Fit::Exactly(48),
        Domain::UserAvatar => Fit::Within(200),
        Domain::OrgUnit => Fit::Within(800),
        _ => return Ok(content),
    };
    let no_picture = || Refusal::conflict("The file is no picture that can be read; send another one");
    let bytes = pictures::fitted(content.path(), fit).await.ok_or_else(no_picture)?;
    arrived(files, &bytes, random).await
}

/// The sizes that are made of a picture; none where there are none, or where the file only says that it is a picture.
async fn sizes(domain: &Domain, media_type: &str, content: &Arrived) -> Vec<(Size, Vec<u8>)> {
    if !domain.has_sizes() || !pictures::is_picture(media_type) {
        return Vec::new();
    }
    pictures::sizes(content.path()).await.unwrap_or_default()
}

/// Takes the content of a file away. What stays behind is in nobody's way: no row names it.
pub(crate) async fn take_away(files: &FileStore, resource: &FileResource) {
    let made = if resource.has_sizes { Size::MADE.as_slice() } else { &[] };
    for size in made.iter().copied().chain([Size::Original]) {
        if let Err(fault) = files.remove(&resource.key_of(size)).await {
            tracing::warn!(?fault, key = resource.key, "a file that is not wanted could not be removed");
        }
    }
}

/// What the database says of a file.
///
/// # Errors
/// 404 for a file that there is not.
pub async fn find(connection: &mut Connection, uid: &str) -> Result<FileResource, Fault> {
    let found = connection.first(&sql::find(uid)).await?;
    Ok(from_row(&found.ok_or_else(|| Refusal::no_such_object("FileResource", uid))?))
}

/// What is told of a file. `status` is that of its content.
///
/// # Errors
/// When the database cannot be reached.
pub async fn describe(
    connection: &mut Connection,
    resource: &FileResource,
    status: &str,
) -> Result<Value, Fault> {
    let row = connection.first(&sql::describe(&resource.uid)).await?;
    let missing = || Refusal::no_such_object("FileResource", &resource.uid);
    let mut said: Value = row.ok_or_else(missing)?.get("said");
    said["storageStatus"] = Value::from(status);
    Ok(said)
}

/// Says that something owns a file, so that it is not cleaned away.
///
/// # Errors
/// When the database cannot be reached.
pub async fn assign(connection: &mut Connection, uid: &str, now: Timestamp) -> Result<(), Fault> {
    connection.execute(&sql::assign(uid, now)).await?;
    Ok(())
}

/// Takes a file away: first its row, then its content.
///
/// # Errors
/// When the database cannot be reached.
pub async fn delete(
    (connection, files): (&mut Connection, &FileStore),
    resource: &FileResource,
) -> Result<(), Fault> {
    connection.execute(&sql::delete(&resource.uid)).await?;
    take_away(files, resource).await;
    Ok(())
}

pub(crate) fn from_row(row: &Row) -> FileResource {
    FileResource {
        uid: row.get("uid"),
        name: row.get("name"),
        media_type: row.get("media_type"),
        bytes: row.get("bytes"),
        md5: row.get("md5"),
        key: row.get("key"),
        domain: row.get::<_, Option<&str>>("domain").and_then(Domain::parse),
        has_sizes: row.get("has_sizes"),
        sender: row.get("sender"),
    }
}
