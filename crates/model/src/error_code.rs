//! DHIS2's error codes and their sentences: facts of the wire, copied to the letter.

mod access;
mod analytics;
mod data_entry;
mod data_reading;
mod metadata_and_query;
mod object_references;
mod object_rules;
mod services;

/// A code and the sentence that goes with it; `{0}`, `{1}` … are places for arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorCode {
    name: &'static str,
    template: &'static str,
}

impl ErrorCode {
    /// The code on the wire, such as `E1005`.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// The sentence with its places filled; a place without an argument stays as it is.
    pub fn message(self, args: &[&str]) -> String {
        let mut out = String::with_capacity(self.template.len() + 16);
        let mut rest = self.template;
        while let Some(open) = rest.find('{') {
            let (before, from) = rest.split_at(open);
            out.push_str(before);
            let filled = from.find('}').and_then(|close| {
                let argument = args.get(from[1..close].parse::<usize>().ok()?)?;
                Some((argument, &from[close + 1..]))
            });
            let Some((argument, after)) = filled else {
                out.push('{');
                rest = &from[1..];
                continue;
            };
            out.push_str(argument);
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

macro_rules! codes {
    ($($name:ident = $template:literal,)*) => {
        #[expect(missing_docs, reason = "the sentence of each code is its documentation")]
        impl super::ErrorCode {
            $(pub const $name: super::ErrorCode =
                super::ErrorCode { name: stringify!($name), template: $template };)*
        }
    };
}
use codes;

#[cfg(test)]
mod tests {
    use super::ErrorCode;

    #[test]
    fn arguments_fill_their_places() {
        assert_eq!(ErrorCode::E4019.message(&["#", "!"]), "Failed to parse pattern `#` !");
        assert_eq!(ErrorCode { name: "", template: "{1} {0} {2} {" }.message(&["a", "b"]), "b a {2} {");
    }
}
