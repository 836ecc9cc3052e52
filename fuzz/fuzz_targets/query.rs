//! The languages of lists: `fields`, `filter` and `order`, of every type.
#![no_main]

use afya_schema::query::{FieldTree, filter, order};
use afya_schema::registry;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (which, text) = input;
    drop(FieldTree::parse(text));
    let types = registry().types();
    let of = &types[usize::from(which) % types.len()];
    drop(filter::parse(registry(), of, [text]));
    drop(order::parse(of, [text]));
});
