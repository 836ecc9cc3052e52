//! COPY in PostgreSQL's binary form: the fields of each row, without a statement's overhead for each.

use std::pin::Pin;

use futures_util::TryStreamExt;
use tokio_postgres::CopyOutStream;

use crate::Fault;

/// What the binary form begins with.
const SIGNATURE: &[u8; 11] = b"PGCOPY\n\xff\r\n\0";

/// The fields of one row; none for null.
pub type Fields<'a> = [Option<&'a [u8]>];

/// Reads rows to their end.
pub(crate) async fn read(stream: CopyOutStream, mut each: impl FnMut(&Fields<'_>)) -> Result<(), Fault> {
    let mut stream: Pin<Box<CopyOutStream>> = Box::pin(stream);
    let mut rest: Vec<u8> = Vec::new();
    let mut has_begun = false;
    while let Some(bytes) = stream.try_next().await? {
        // PostgreSQL sends a row as a message, so that there is seldom a rest.
        if rest.is_empty() {
            let used = consume(&bytes, &mut has_begun, &mut each)?;
            rest.extend_from_slice(&bytes[used..]);
        } else {
            rest.extend_from_slice(&bytes);
            let used = consume(&rest, &mut has_begun, &mut each)?;
            rest.drain(..used);
        }
    }
    Ok(())
}

/// Reads as many whole rows as there are, and says how many bytes they took.
fn consume(bytes: &[u8], has_begun: &mut bool, each: &mut impl FnMut(&Fields<'_>)) -> Result<usize, Fault> {
    let mut reader = Reader { bytes, at: 0 };
    if !*has_begun {
        match reader.header() {
            Some(true) => *has_begun = true,
            Some(false) => return Err(Fault::Unavailable("COPY answered in an unknown form".to_owned())),
            None => return Ok(0),
        }
    }
    let mut used = reader.at;
    while let Some(count) = reader.take(2).map(|count| i16::from_be_bytes([count[0], count[1]])) {
        // The end is marked by a count of -1.
        let Ok(count) = usize::try_from(count) else { return Ok(bytes.len()) };
        let Some(fields) = (0..count).map(|_| reader.field()).collect::<Option<Vec<_>>>() else { break };
        each(&fields);
        used = reader.at;
    }
    Ok(used)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at + count)?;
        self.at += count;
        Some(taken)
    }

    fn length(&mut self) -> Option<i32> {
        self.take(4).map(|bytes| i32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    /// Whether the header is as it should be; nothing when it is not whole.
    fn header(&mut self) -> Option<bool> {
        if self.take(SIGNATURE.len())? != SIGNATURE {
            return Some(false);
        }
        self.take(4)?;
        let extension = usize::try_from(self.length()?).unwrap_or(0);
        self.take(extension)?;
        Some(true)
    }

    fn field(&mut self) -> Option<Option<&'a [u8]>> {
        match usize::try_from(self.length()?) {
            Ok(length) => self.take(length).map(Some),
            Err(_) => Some(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copied() -> Vec<u8> {
        let mut bytes = SIGNATURE.to_vec();
        bytes.extend([0; 8]);
        for row in [[Some(&b"one"[..]), None], [Some(&b""[..]), Some(&b"four"[..])]] {
            bytes.extend(2_i16.to_be_bytes());
            for field in row {
                let length = field.map_or(-1, |field| i32::try_from(field.len()).unwrap());
                bytes.extend(length.to_be_bytes());
                bytes.extend(field.unwrap_or_default());
            }
        }
        bytes.extend((-1_i16).to_be_bytes());
        bytes
    }

    #[test]
    fn rows_are_read_however_they_are_cut() {
        let bytes = copied();
        for cut in 0..=bytes.len() {
            let (mut has_begun, mut rows) = (false, Vec::new());
            let mut each = |fields: &Fields<'_>| {
                rows.push(fields.iter().map(|field| field.map(<[u8]>::to_vec)).collect::<Vec<_>>());
            };
            let used = consume(&bytes[..cut], &mut has_begun, &mut each).unwrap();
            assert_eq!(consume(&bytes[used..], &mut has_begun, &mut each).unwrap(), bytes.len() - used);
            assert_eq!(rows, [vec![Some(b"one".to_vec()), None], vec![Some(vec![]), Some(b"four".to_vec())]]);
        }
    }

    #[test]
    fn another_form_is_refused() {
        assert!(consume(&[b'x'; 40], &mut false, &mut |_| ()).is_err());
    }
}
