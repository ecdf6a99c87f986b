//! The enum of errcodes.

use std::rc::Rc;

use super::markdown::{cell, code, escaped, paragraph};
use crate::item::{AreaVariant, ErrcodeItem, ErrcodeVariant};
use crate::model::{Area, Class, Errcode, Operator, Window};
use crate::naming;

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
        class: class(errcode.class),
        operator: errcode.operator.map(operator),
        quota: errcode.quota.map(window),
    }
}

fn operator(operator: Operator) -> &'static str {
    match operator {
        Operator::Ticket => "Ticket",
        Operator::CallerAddress => "CallerAddress",
        Operator::Authorization => "Authorization",
        Operator::PermissionSet => "PermissionSet",
        Operator::AppSecret => "AppSecret",
        Operator::Account => "Account",
    }
}

fn window(window: Window) -> &'static str {
    match window {
        Window::Minute => "Minute",
        Window::Day => "Day",
        Window::Month => "Month",
    }
}

fn class(class: Class) -> &'static str {
    match class {
        Class::Token => "Token",
        Class::Busy => "Busy",
        Class::Quota => "Quota",
        Class::Permission => "Permission",
        Class::Argument => "Argument",
        Class::State => "State",
        Class::NotFound => "NotFound",
        Class::Unknown => "Unknown",
    }
}

/// Every errcode as a row of a table.
pub(crate) fn errcode_rows(errcodes: &[Rc<Errcode>]) -> impl Iterator<Item = String> {
    errcodes.iter().map(|errcode| {
        let (code, name, class) = (errcode.code, &errcode.name, class(errcode.class));
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
