//! The enum of errcodes.

use std::rc::Rc;

use super::markdown::{cell, code, escaped, paragraph};
use crate::item::{AreaVariant, ErrcodeItem, ErrcodeVariant};
use crate::model::{Area, Errcode};
use crate::naming;
use crate::notation::words;

pub(crate) fn errcodes(errcodes: &[Rc<Errcode>], areas: &[Area]) -> ErrcodeItem {
    ErrcodeItem { variants: variants(errcodes), areas: areas.iter().map(area).collect() }
}

pub(super) fn variants(errcodes: &[Rc<Errcode>]) -> Vec<ErrcodeVariant> {
    errcodes.iter().map(|errcode| variant(errcode)).collect()
}

fn area(area: &Area) -> AreaVariant {
    let (from, to) = (area.from, area.to);
    AreaVariant {
        name: area.name.clone(),
        from,
        to,
        doc: format!("`{from}` to `{to}`: {}", paragraph(&area.doc)),
    }
}

fn variant(errcode: &Errcode) -> ErrcodeVariant {
    ErrcodeVariant {
        doc: doc(errcode),
        name: errcode.name.clone(),
        constant: naming::constant_case(&errcode.name),
        code: errcode.code,
        message: errcode.message.clone(),
        meaning: errcode.meaning.clone(),
        remedy: errcode.remedy.clone(),
        class: words::variant(errcode.class),
        operator: errcode.operator.map(words::variant),
        quota: errcode.quota.map(words::variant),
    }
}

/// Every errcode as a row of a table.
pub(crate) fn errcode_rows(errcodes: &[Rc<Errcode>]) -> impl Iterator<Item = String> {
    errcodes.iter().map(|errcode| {
        let (code, name, class) = (errcode.code, &errcode.name, words::variant(errcode.class));
        let (meaning, remedy) = (cell(&errcode.meaning), cell(&errcode.remedy));
        format!("| {code} `{name}` | {class} | {meaning} | {remedy} |\n")
    })
}

fn doc(errcode: &Errcode) -> Vec<String> {
    let mut doc = vec![format!("`{}`: {}", errcode.code, escaped(&errcode.meaning)), String::new()];
    if !errcode.message.is_empty() {
        doc.extend([format!("WeChat's words: {}.", code(&errcode.message)), String::new()]);
    }
    doc.push(format!("What to do: {}", escaped(&errcode.remedy)));
    doc
}
