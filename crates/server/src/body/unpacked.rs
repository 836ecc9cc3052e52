//! A body without its packing: gzip, or a zip archive of one file. One rule for all bodies: what unpacks to more than its limit,
//! is packed twice, or is no UTF-8 by its first bytes, is refused. An archive is laid aside first, since its directory stands at
//! its end; names in it are never used as paths.

use std::cell::RefCell;
use std::io::{Chain, Cursor, Error, ErrorKind, Read, Result as Got, Seek, copy};

use afya_model::Refusal;
use flate2::read::MultiGzDecoder;
use tempfile::SpooledTempFile;
use zip::ZipArchive;
use zip::result::ZipError;

use super::too_large;

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZIP: &[u8] = b"PK\x03\x04";
const EMPTY_ZIP: &[u8] = b"PK\x05\x06";
const UTF_8_MARK: &[u8] = &[0xef, 0xbb, 0xbf];
const OTHER_MARKS: [&[u8]; 3] = [&[0xff, 0xfe], &[0xfe, 0xff], &[0x00, 0x00, 0xfe, 0xff]];

/// So much of an archive stays in memory.
const IN_MEMORY: usize = 1024 * 1024;

/// Whether a body is what it is to be read as, without packing and without a mark of its encoding.
pub(super) fn is_plain(body: &[u8]) -> bool {
    let marks = [GZIP, ZIP, EMPTY_ZIP, UTF_8_MARK];
    !marks.iter().chain(&OTHER_MARKS).any(|mark| body.starts_with(mark))
}

/// Hands a body to its reader, unpacked, of at most `limit` bytes packed and unpacked.
///
/// # Errors
/// What the reader says; before that 400 for a body that is cut off, damaged or in another encoding, 413 for one that is too
/// large, 415 for one that is packed twice or in an unusual way, 507 where there is no room for an archive.
pub(crate) fn unpacked<T>(
    body: impl Read,
    limit: usize,
    read: impl FnOnce(&mut dyn Read) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let body = started(body, 4).map_err(|error| unread(&error))?;
    if starts(&body, GZIP) {
        return plain(MultiGzDecoder::new(body), limit, true, read);
    }
    if starts(&body, ZIP) || starts(&body, EMPTY_ZIP) {
        let mut archive = ZipArchive::new(laid_aside(body, limit)?).map_err(|error| unusual(&error))?;
        let file = only_file(&mut archive)?;
        let file = archive.by_index(file).map_err(|error| unusual(&error))?;
        return plain(file, limit, true, read);
    }
    plain(body, limit, false, read)
}

/// Something to read whose first bytes were read already.
type Started<R> = Chain<Cursor<Vec<u8>>, R>;

/// The first bytes arrive one by one where a client sends them so.
fn started<R: Read>(mut body: R, count: usize) -> Got<Started<R>> {
    let mut first = Vec::with_capacity(count);
    (&mut body).take(count as u64).read_to_end(&mut first)?;
    Ok(Cursor::new(first).chain(body))
}

fn starts<R>(body: &Started<R>, mark: &[u8]) -> bool {
    body.get_ref().0.get_ref().starts_with(mark)
}

fn plain<T>(
    body: impl Read,
    limit: usize,
    is_packed: bool,
    read: impl FnOnce(&mut dyn Read) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let trouble = RefCell::new(None);
    let done = plain_in(Limited { body, left: limit, limit, trouble: &trouble }, is_packed, read);
    match trouble.into_inner() {
        Some(refusal) => Err(refusal),
        None => done,
    }
}

fn plain_in<T>(
    body: impl Read,
    is_packed: bool,
    read: impl FnOnce(&mut dyn Read) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let mut body = started(body, 4).map_err(|error| unread(&error))?;
    if is_packed && [GZIP, ZIP, EMPTY_ZIP].iter().any(|mark| starts(&body, mark)) {
        let sentence = "The body is packed twice. Send the content plain, or packed once as gzip or zip";
        return Err(Refusal::new(415, sentence));
    }
    if OTHER_MARKS.iter().any(|mark| starts(&body, mark)) {
        return Err(Refusal::bad_request("The body is in UTF-16 or UTF-32. Send it in UTF-8"));
    }
    if starts(&body, UTF_8_MARK) {
        body = without_mark(body);
    }
    let done = read(&mut body)?;
    // What is behind the content counts too: a checksum that is wrong, or more than the limit.
    copy(&mut body, &mut std::io::sink()).map_err(|error| unread(&error))?;
    Ok(done)
}

/// The same without the three bytes by which some programs say that a text is UTF-8.
fn without_mark<R: Read>(body: Started<R>) -> Started<R> {
    let (first, rest) = body.into_inner();
    Cursor::new(first.into_inner().split_off(UTF_8_MARK.len())).chain(rest)
}

struct Limited<'t, R> {
    body: R,
    left: usize,
    limit: usize,
    trouble: &'t RefCell<Option<Refusal>>,
}

impl<R: Read> Read for Limited<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> Got<usize> {
        let refusal = match self.body.read(into) {
            Ok(count) if count <= self.left => {
                self.left -= count;
                return Ok(count);
            }
            Ok(_) => too_large(self.limit),
            Err(error) if error.kind() == ErrorKind::Interrupted => return Err(error),
            Err(error) => unread(&error),
        };
        let error = Error::other(refusal.message.clone().unwrap_or_default());
        // The reader wraps this in a sentence of its own; the first trouble is what is said.
        self.trouble.borrow_mut().get_or_insert(refusal);
        Err(error)
    }
}

fn laid_aside(body: impl Read, limit: usize) -> Result<SpooledTempFile, Refusal> {
    let mut file = SpooledTempFile::new(IN_MEMORY);
    let bound = u64::try_from(limit).unwrap_or(u64::MAX);
    let size = copy(&mut body.take(bound.saturating_add(1)), &mut file).map_err(|error| unread(&error))?;
    file.rewind().map_err(|error| unread(&error))?;
    if size > bound { Err(too_large(limit)) } else { Ok(file) }
}

/// The place of the only file. Folders do not count, nor does what macOS adds of its own.
fn only_file(archive: &mut ZipArchive<SpooledTempFile>) -> Result<usize, Refusal> {
    let mut files = Vec::new();
    for place in 0..archive.len() {
        let file = archive.by_index_raw(place).map_err(|error| unusual(&error))?;
        if !file.is_dir() && !file.name_raw().starts_with(b"__MACOSX/") {
            files.push(place);
        }
    }
    match files.as_slice() {
        [only] => Ok(*only),
        [] => Err(Refusal::new(415, "The zip archive holds no file. Pack it anew")),
        several => {
            let count = several.len();
            Err(Refusal::new(415, format!("The zip archive holds {count} files. Send each on its own")))
        }
    }
}

fn unusual(error: &ZipError) -> Refusal {
    match error {
        ZipError::Io(error) => unread(error),
        error => Refusal::new(415, format!("The zip archive cannot be read: {error}. Pack it anew")),
    }
}

fn unread(error: &Error) -> Refusal {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Refusal::new(
            507,
            "The server has no room left for temporary files. Make room on its disk and send the same again",
        ),
        _ => Refusal::bad_request(format!("The request's body cannot be read: {error}. Send it again")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::packed::{archive, archive_of, gzip};

    fn whole(body: impl Read, limit: usize) -> Result<Vec<u8>, u16> {
        let mut out = Vec::new();
        let read = unpacked(body, limit, |plain| {
            plain.read_to_end(&mut out).map_err(|error| Refusal::bad_request(error.to_string()))
        });
        read.map(|_| out).map_err(|refusal| {
            assert!(refusal.message.is_some_and(|sentence| !sentence.is_empty()));
            refusal.http_status
        })
    }

    fn of(body: &[u8]) -> Result<Vec<u8>, u16> {
        whole(body, 1024 * 1024)
    }

    /// A body that arrives byte by byte.
    struct Slowly<'b>(&'b [u8]);

    impl Read for Slowly<'_> {
        fn read(&mut self, into: &mut [u8]) -> Got<usize> {
            let one = into.len().min(1);
            self.0.read(&mut into[..one])
        }
    }

    #[test]
    fn a_body_is_plain_or_packed_once() {
        for content in [b"{}".to_vec(), Vec::new(), b"P".to_vec(), vec![b'x'; 200_000]] {
            let packed = [content.clone(), gzip(&content), archive(&content)];
            for body in packed {
                assert_eq!(of(&body), Ok(content.clone()));
                assert_eq!(whole(Slowly(&body), 1024 * 1024), Ok(content.clone()));
            }
            let two = [gzip(&content), gzip(b"more")].concat();
            assert_eq!(of(&two), Ok([content.clone(), b"more".to_vec()].concat()));
        }
        for inner in [gzip(b"{}"), archive(b"{}")] {
            assert_eq!((of(&gzip(&inner)), of(&archive(&inner))), (Err(415), Err(415)));
        }
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        let zeros = vec![b' '; 4 * 1024 * 1024];
        for bomb in [gzip(&zeros), archive(&zeros)] {
            assert!(bomb.len() < 16 * 1024);
            assert_eq!(of(&bomb), Err(413));
        }
        assert_eq!(whole(&zeros[..11], 10), Err(413));
        assert_eq!(whole(&zeros[..10], 10).map(|content| content.len()), Ok(10));
        // Packed it must have room too.
        assert_eq!(whole(&archive(b"content")[..], 20), Err(413));
    }

    #[test]
    fn what_is_cut_off_or_damaged_is_refused() {
        let content: Vec<u8> =
            (0..100_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        for whole in [gzip(&content), archive(&content)] {
            for cut in [5, whole.len() / 2, whole.len() - 5] {
                assert!(matches!(of(&whole[..cut]), Err(400 | 415)), "{cut}");
            }
            let mut damaged = whole.clone();
            damaged[whole.len() / 2] ^= 0xff;
            assert_eq!(of(&damaged), Err(400));
        }
        for nothing in [&b"\x1f\x8b\x08nothing"[..], b"PK\x03\x04nothing"] {
            assert!(matches!(of(nothing), Err(400 | 415)));
        }
        // Behind its end gzip may be followed by gzip only.
        assert_eq!(of(&[gzip(b"{}"), b"junk".to_vec()].concat()), Err(400));
    }

    #[test]
    fn an_archive_has_one_file_whatever_its_name() {
        for name in
            ["values.json", "../../etc/passwd", "/etc/passwd", "C:\\values.json", "ünï\u{1F600}", "a/b/c", ""]
        {
            assert_eq!(of(&archive_of(&[(name, b"{}")])), Ok(b"{}".to_vec()), "{name}");
        }
        let beside = [("folder/", &b""[..]), ("__MACOSX/._values.json", b"x"), ("folder/values.json", b"{}")];
        assert_eq!(of(&archive_of(&beside)), Ok(b"{}".to_vec()));
        assert_eq!(of(&archive_of(&[("a", b"{}"), ("b", b"{}")])), Err(415));
        let many: Vec<(String, &[u8])> = (0..5_000).map(|n| (n.to_string(), &b"x"[..])).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|(name, content)| (name.as_str(), *content)).collect();
        assert_eq!(of(&archive_of(&many)), Err(415));
        assert_eq!((of(&archive_of(&[])), of(&archive_of(&[("folder/", b"")]))), (Err(415), Err(415)));
    }

    #[test]
    fn an_archive_that_is_encrypted_or_packed_in_an_unusual_way_is_refused() {
        let whole = archive(b"{}");
        let directory = whole.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
        for (local, central, bits) in [(6, 8, 1), (8, 10, 99)] {
            let mut other = whole.clone();
            other[local] |= bits;
            other[directory + central] |= bits;
            assert!(matches!(of(&other), Err(400 | 415)));
        }
    }

    #[test]
    fn a_mark_says_in_which_encoding_a_text_is() {
        assert_eq!(of(b"\xef\xbb\xbf{}"), Ok(b"{}".to_vec()));
        assert_eq!(of(&gzip(b"\xef\xbb\xbf{}")), Ok(b"{}".to_vec()));
        for mark in OTHER_MARKS {
            assert_eq!((of(&[mark, b"x"].concat()), of(&gzip(&[mark, b"x"].concat()))), (Err(400), Err(400)));
        }
    }
}
