//! The expression language for the browser: the web UI computes indicators and validation rules with the same code as the
//! server. Text goes in, text comes out; `scripts/expression-wasm` compiles it to the module that the web UI loads.

#![expect(
    unsafe_code,
    reason = "an exported name is `unsafe` to declare; nothing else here is, and no pointer is passed"
)]

mod desk;

use std::cell::RefCell;

thread_local! {
    /// What the page has put in so far, and what it reads back. The page and the module share no pointers: the texts
    /// are short, and a call a byte costs less than it would to explain who owns which memory.
    static TEXT: RefCell<(Vec<u8>, Vec<u8>)> = const { RefCell::new((Vec::new(), Vec::new())) };
}

/// Adds a byte to the question.
#[unsafe(no_mangle)]
pub extern "C" fn put(byte: u8) {
    TEXT.with_borrow_mut(|(question, _)| question.push(byte));
}

/// Answers the question that was put, forgets it, and says how many bytes the answer has.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> usize {
    TEXT.with_borrow_mut(|(question, answer)| {
        *answer = desk::answer(&String::from_utf8_lossy(question)).into_bytes();
        question.clear();
        answer.len()
    })
}

/// A byte of the last answer; 0 beyond its end.
#[unsafe(no_mangle)]
pub extern "C" fn take(at: usize) -> u8 {
    TEXT.with_borrow(|(_, answer)| answer.get(at).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_question_goes_in_and_its_answer_comes_out_byte_by_byte() {
        for question in ["zero\u{1f}1 + 2", "items\u{1f}#{aaaaaaaaaaa}"] {
            question.bytes().for_each(|byte| super::put(byte));
            let answer: Vec<u8> = (0..super::answer()).map(|at| super::take(at)).collect();
            assert_eq!(String::from_utf8(answer).unwrap(), super::desk::answer(question));
        }
        assert_eq!(super::take(1_000), 0);
    }
}
