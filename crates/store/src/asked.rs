//! What a piece of work asks of the database, for whoever traces it. Where nobody does, nothing is noted.

use std::cell::RefCell;
use std::time::{Duration, Instant};

/// Statements of one piece of work that are noted; an import has thousands.
const MOST: usize = 64;

tokio::task_local! {
    static ASKED: RefCell<Vec<Asked>>;
}

/// A statement, or the wait for a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The statement's first word in lower case; `connect` for the wait.
    pub what: &'static str,
    /// When it was sent.
    pub began: Instant,
    /// Until it was answered; of a stream until the answer began.
    pub took: Duration,
    /// Whether it failed.
    pub failed: bool,
}

/// Does a piece of work, and says what it asked in its own task: the first statements, where they are many.
pub async fn noting<T>(work: impl Future<Output = T>) -> (T, Vec<Asked>) {
    let noted = async {
        let done = work.await;
        (done, ASKED.with(RefCell::take))
    };
    ASKED.scope(RefCell::default(), noted).await
}

/// Asks, and notes it.
pub(crate) async fn ask<T, E>(
    what: impl FnOnce() -> &'static str,
    asking: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    if ASKED.try_with(|asked| asked.borrow().len() >= MOST).unwrap_or(true) {
        return asking.await;
    }
    let began = Instant::now();
    let answer = asking.await;
    let asked = Asked { what: what(), began, took: began.elapsed(), failed: answer.is_err() };
    ASKED.with(|all| all.borrow_mut().push(asked));
    answer
}

/// The first word of a statement.
pub(crate) fn first_word(text: &str) -> &'static str {
    const WORDS: [&str; 12] = [
        "select", "with", "insert", "update", "delete", "merge", "copy", "create", "begin", "commit",
        "rollback", "explain",
    ];
    let first =
        text.trim_start().split(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or_default();
    WORDS.into_iter().find(|word| word.eq_ignore_ascii_case(first)).unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use super::{MOST, ask, first_word, noting};

    #[tokio::test]
    async fn work_says_what_it_asked_and_other_work_does_not() {
        let answer = |answer: Result<u8, u8>| async move { answer };
        let ((), asked) = noting(async {
            ask(|| "select", answer(Ok(1))).await.unwrap();
            ask(|| "insert", answer(Err(2))).await.unwrap_err();
        })
        .await;
        let asked: Vec<_> = asked.iter().map(|one| (one.what, one.failed)).collect();
        assert_eq!(asked, [("select", false), ("insert", true)]);
        assert_eq!(ask(|| panic!("nobody asks for its word"), answer(Ok(3))).await, Ok(3));
    }

    #[tokio::test]
    async fn only_the_first_of_many_are_noted() {
        let (_, asked) = noting(async {
            for _ in 0..MOST + 5 {
                ask(|| "select", async { Ok::<_, ()>(()) }).await.unwrap();
            }
        })
        .await;
        assert_eq!(asked.len(), MOST);
    }

    #[test]
    fn statements_are_known_by_their_first_word() {
        for (text, word) in
            [("select 1", "select"), ("\n  WITH a as (", "with"), ("vacuum", "other"), ("", "other")]
        {
            assert_eq!(first_word(text), word, "{text}");
        }
    }
}
