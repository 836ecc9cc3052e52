//! Which trace a request belongs to: W3C Trace Context, level 1.

use std::fmt::{self, Display, Formatter};

use afya_model::Random;

use super::span_id;

/// The name of a trace, 32 hexadecimal digits when written; never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TraceId(u128);

impl Display for TraceId {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.0)
    }
}

/// A request's place in its trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Context {
    pub(super) trace: TraceId,
    /// The caller's span, if it named one.
    pub(super) parent: Option<u64>,
    /// The span of this request.
    pub(super) span: u64,
    /// Whether it is sent.
    pub(super) sampled: bool,
}

impl Context {
    /// The trace that a `traceparent` names, which then decides whether it is sent; otherwise a new one, sent for this share
    /// of requests.
    pub(super) fn of(traceparent: Option<&str>, share: f64, random: &Random) -> Context {
        let span = span_id(random);
        if let Some((trace, parent, sampled)) = traceparent.and_then(read) {
            return Context { trace: TraceId(trace), parent: Some(parent), span, sampled };
        }
        let trace = u128::from_be_bytes(random.bytes()).max(1);
        // The first 32 bits are as good as any.
        let drawn = (trace >> 96) as f64 / f64::from(u32::MAX);
        Context { trace: TraceId(trace), parent: None, span, sampled: share > 0.0 && drawn <= share }
    }
}

/// Trace, parent and whether it is sent, of `00-{32 digits}-{16 digits}-{2 digits}`; later versions may have more behind.
fn read(traceparent: &str) -> Option<(u128, u64, bool)> {
    let mut parts = traceparent.trim().split('-');
    let mut digits = |count: usize| {
        let part = parts.next()?;
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (part.len() == count && part.bytes().all(is_hex)).then_some(part)
    };
    let (version, trace, parent, flags) = (digits(2)?, digits(32)?, digits(16)?, digits(2)?);
    let has_more = parts.next().is_some();
    let trace = u128::from_str_radix(trace, 16).ok().filter(|trace| *trace != 0)?;
    let parent = u64::from_str_radix(parent, 16).ok().filter(|parent| *parent != 0)?;
    let flags = u8::from_str_radix(flags, 16).ok()?;
    let is_known = version != "ff" && !(version == "00" && has_more);
    is_known.then_some((trace, parent, flags & 1 == 1))
}

#[cfg(test)]
mod tests {
    use afya_model::Random;

    use super::{Context, read};

    #[test]
    fn a_traceparent_is_read_as_w3c_writes_it() {
        let (trace, parent) = ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
        let number = (0x0af7_6519_16cd_43dd_8448_eb21_1c80_319c, 0xb7ad_6b71_6920_3331);
        for (text, sampled) in [
            (format!("00-{trace}-{parent}-01"), true),
            (format!("00-{trace}-{parent}-00"), false),
            (format!("cc-{trace}-{parent}-01-what-comes-later"), true),
        ] {
            assert_eq!(read(&text), Some((number.0, number.1, sampled)), "{text}");
        }
        for wrong in [
            String::new(),
            format!("00-{trace}-{parent}"),
            format!("00-{trace}-{parent}-01-more"),
            format!("ff-{trace}-{parent}-01"),
            format!("00-{}-{parent}-01", trace.to_uppercase()),
            format!("00-{}-{parent}-01", "0".repeat(32)),
            format!("00-{trace}-{}-01", "0".repeat(16)),
            format!("00-{trace}-+7ad6b7169203331-01"),
        ] {
            assert_eq!(read(&wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_share_of_new_traces_is_sent_and_callers_decide_for_theirs() {
        let random = Random::seeded(7);
        let sent = |share| (0..1000).filter(|_| Context::of(None, share, &random).sampled).count();
        assert_eq!((sent(0.0), sent(1.0)), (0, 1000));
        assert!((150..250).contains(&sent(0.2)), "a fifth of a thousand is about two hundred");
        let of_caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assert!(Context::of(Some(of_caller), 0.0, &random).sampled);
        let context = Context::of(Some(of_caller), 0.0, &random);
        assert_eq!(context.trace.to_string(), "0af7651916cd43dd8448eb211c80319c");
        assert_ne!(Some(context.span), context.parent);
    }
}
