//! The part of a sample that is not JSON: a response of bytes.

use crate::base64;
use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::{Content, ResponseBody};
use crate::syntax::EndpointDoc;

pub(super) fn resolve(
    document: &EndpointDoc,
    received: ResponseBody,
    problems: &mut Problems,
) -> Option<Content> {
    let sample = document.sample.as_ref()?;
    let given = [("content_type", &sample.content_type), ("content", &sample.content)];
    if received == ResponseBody::Json {
        for (key, node) in given {
            if let Some(node) = node {
                let message = format!("`{key}` of a response that is JSON");
                let problem = Problem::new(Rule::Conflict, &node.span, message, "excluded");
                problems.add(problem.help("remove it, or write response_body = \"bytes\""));
            }
        }
        // Without this key, the response is missed as any other key is.
        let is_instead = sample.content.is_some() && sample.response.is_none();
        if is_instead && sample.is_sound(&["response"]) {
            let message = "a sample needs `response`";
            let problem = Problem::new(Rule::MissingKey, &sample.span, message, "missing here");
            problems.add(problem.help("the response as JSON, with errcode and errmsg"));
        }
        return None;
    }
    for (key, node) in given {
        if node.is_none() && sample.is_sound(&[key]) {
            let message = format!("a sample of bytes needs `{key}`");
            let problem = Problem::new(Rule::MissingKey, &sample.span, message, "missing here");
            problems.add(problem.help(
                "content_type = \"image/jpeg\" and the first bytes in base64, content = \"/9j/4A==\"",
            ));
        }
    }
    let (content_type, content) = (sample.content_type.as_ref()?, sample.content.as_ref()?);
    if !is_content_type(&content_type.value) {
        let message = format!("`{}` is not a content type", content_type.value);
        let problem = Problem::new(Rule::SampleBadValue, &content_type.span, message, "no type");
        problems.add(problem.help("such as \"image/jpeg\""));
    }
    if base64::decode(&content.value).is_none() {
        let message = "the content of the sample is not base64";
        problems.add(Problem::new(Rule::SampleBadValue, &content.span, message, "in here"));
    }
    Some(Content { content_type: content_type.value.clone(), base64: content.value.clone() })
}

fn is_content_type(text: &str) -> bool {
    let plain = |char: char| char.is_ascii_alphanumeric() || "!#$&^_.+-".contains(char);
    let is_name = |name: &str| !name.is_empty() && name.chars().all(plain);
    text.split_once('/').is_some_and(|(kind, name)| is_name(kind) && is_name(name))
}
