//! Rows that are made from others rather than kept: the operands of data elements, and the data elements of a program.

/// What the rows of a list are made from, in place of the type's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MadeRows {
    /// Data elements with each category option combo that they are collected by (`dataElementOperands`).
    Operands {
        /// Of which data elements.
        of: OperandsOf,
        /// Whether elements without a default combo also come as their total, without a combo.
        totals: bool,
    },
    /// The operands that data sets, predictors and others keep.
    KeptOperands,
    /// The data elements of the stages of the program with this identifier (`programDataElements`).
    ProgramDataElements(String),
}

/// Which data elements operands are made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OperandsOf {
    /// All that the caller may read.
    All,
    /// Those of the group with this identifier.
    Group(String),
    /// Those of the data set with this identifier, by the combos that it collects them by.
    DataSet(String),
}
