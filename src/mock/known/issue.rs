//! The responses of the token endpoints when there are accounts.

use serde_json::{Value, json};

use super::Known;
use crate::api::{
    get_authorizer_access_token, get_authorizer_info, get_authorizer_list,
    get_authorizer_refresh_token, get_component_access_token, get_stable_access_token,
};
use crate::mock::check::Fields;
use crate::mock::codes::{Breach, Checked};
use crate::mock::token::{Tokens, short_name};
use crate::operation::Endpoint;
use crate::token::Kind;

/// The response of a token endpoint, or nothing when it is not one or there are no accounts.
pub(in crate::mock) fn issue(
    known: &mut Known,
    tokens: &mut Tokens,
    endpoint: &Endpoint,
    request: &Fields,
) -> Option<Checked<Value>> {
    if !known.is_on {
        return None;
    }
    let mut desk = Desk { known, tokens, request };
    let answer = match endpoint.id {
        id if id == get_component_access_token::ENDPOINT.id => desk.component(),
        id if id == get_authorizer_access_token::ENDPOINT.id => desk.authorizer(),
        id if id == get_authorizer_refresh_token::ENDPOINT.id => desk.exchange(),
        id if id == get_authorizer_info::ENDPOINT.id => desk.info(),
        id if id == get_authorizer_list::ENDPOINT.id => desk.list(),
        id if id == get_stable_access_token::ENDPOINT.id => desk.stable(),
        _ => return None,
    };
    Some(answer)
}

/// The context of one request.
struct Desk<'a> {
    known: &'a mut Known,
    tokens: &'a mut Tokens,
    request: &'a Fields,
}

impl Desk<'_> {
    fn component(&mut self) -> Checked<Value> {
        let (appid, secret) = self.known.platform.clone().unwrap_or_default();
        self.demand("component_appid", &appid, Breach::WrongAppId)?;
        self.demand("component_appsecret", &secret, Breach::WrongSecret)?;
        let ticket = self.known.ticket.clone();
        let ticket = ticket.ok_or_else(|| wrong(Breach::WrongTicket, "no ticket was pushed"))?;
        self.demand("component_verify_ticket", &ticket, Breach::WrongTicket)?;
        let token = self.new_token(Kind::Component, &appid);
        Ok(json!({ "component_access_token": token, "expires_in": self.expires_in() }))
    }

    fn authorizer(&mut self) -> Checked<Value> {
        self.demand_platform()?;
        let appid = self.text("authorizer_appid").to_owned();
        let Some(refresh_token) = self.known.authorizers.get(&appid).cloned() else {
            return Err(wrong(
                Breach::NotAuthorized,
                "the account has not authorised the platform",
            ));
        };
        self.demand("authorizer_refresh_token", &refresh_token, Breach::WrongRefreshToken)?;
        let refresh_token = match self.known.rotates {
            true => self.new_refresh_token(&appid),
            false => refresh_token,
        };
        Ok(json!({
            "authorizer_access_token": self.new_token(Kind::Authorizer, &appid),
            "expires_in": self.expires_in(),
            "authorizer_refresh_token": refresh_token,
        }))
    }

    fn exchange(&mut self) -> Checked<Value> {
        self.demand_platform()?;
        let code = self.text("authorization_code").to_owned();
        let Some(appid) = self.known.codes.remove(&code) else {
            return Err(wrong(Breach::WrongCode, "the code is unknown or has been used"));
        };
        let refresh_token = self.new_refresh_token(&appid);
        Ok(json!({ "authorization_info": {
            "authorizer_appid": appid,
            "authorizer_access_token": self.new_token(Kind::Authorizer, &appid),
            "expires_in": self.expires_in(),
            "authorizer_refresh_token": refresh_token,
            "func_info": granted(),
        } }))
    }

    fn info(&mut self) -> Checked<Value> {
        self.demand_platform()?;
        let appid = self.text("authorizer_appid").to_owned();
        let Some(refresh_token) = self.known.authorizers.get(&appid) else {
            return Err(wrong(
                Breach::NotAuthorized,
                "the account has not authorised the platform",
            ));
        };
        Ok(json!({
            "authorizer_info": {
                "nick_name": appid, "head_img": "", "user_name": format!("gh_{appid}"),
                "principal_name": "", "alias": "", "qrcode_url": "",
            },
            "authorization_info": {
                "authorizer_appid": appid,
                "authorizer_refresh_token": refresh_token,
                "func_info": granted(),
            },
        }))
    }

    fn list(&mut self) -> Checked<Value> {
        self.demand_platform()?;
        let number = |name| self.request.get(name).and_then(Value::as_u64).unwrap_or_default();
        let (offset, count) = (number("offset") as usize, number("count") as usize);
        let accounts = self.known.authorizers.iter().skip(offset).take(count);
        let list = accounts.map(|(appid, refresh_token)| {
            json!({
                "authorizer_appid": appid, "refresh_token": refresh_token,
                "auth_time": 1_700_000_000,
            })
        });
        let list: Vec<_> = list.collect();
        Ok(json!({ "total_count": self.known.authorizers.len(), "list": list }))
    }

    fn stable(&mut self) -> Checked<Value> {
        let appid = self.text("appid").to_owned();
        let Some(app) = self.known.apps.get(&appid) else {
            return Err(wrong(Breach::WrongAppId, "the mock does not know this appid"));
        };
        let (secret, token) = (app.secret.clone(), app.token.clone());
        self.demand("secret", &secret, Breach::WrongSecret)?;
        let is_forced = self.request.get("force_refresh") == Some(&Value::Bool(true));
        let good = token.clone().filter(|token| !is_forced && self.tokens.left(token).is_some());
        let token = match good {
            Some(token) => token,
            None => {
                if let Some(old) = token {
                    self.tokens.expire(&old);
                }
                let token = self.new_token(Kind::App, &appid);
                if let Some(app) = self.known.apps.get_mut(&appid) {
                    app.token = Some(token.clone());
                }
                token
            }
        };
        let left = self.tokens.left(&token).unwrap_or_default().as_secs();
        Ok(json!({ "access_token": token, "expires_in": left }))
    }

    fn demand_platform(&self) -> Checked<()> {
        let (appid, _) = self.known.platform.clone().unwrap_or_default();
        self.demand("component_appid", &appid, Breach::WrongAppId)
    }

    fn demand(&self, name: &str, value: &str, breach: Breach) -> Checked<()> {
        if self.text(name) == value {
            return Ok(());
        }
        // The value itself is left out: it may be a secret.
        Err(wrong(breach, &format!("`{name}` is not the one that the mock knows")))
    }

    fn text(&self, name: &str) -> &str {
        self.request.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    fn expires_in(&self) -> u64 {
        self.known.life.as_secs()
    }

    fn new_token(&mut self, kind: Kind, appid: &str) -> String {
        let issued = self.known.issued.entry(kind).or_default();
        *issued += 1;
        let token = format!("issued-{}-{issued}", short_name(kind));
        if self.known.expire_older {
            self.tokens.expire_of(appid);
        }
        self.tokens.issue(&token, kind, appid, self.known.life);
        token
    }

    fn new_refresh_token(&mut self, appid: &str) -> String {
        let token = format!("refreshtoken@@@{:016x}", fastrand::u64(..));
        self.known.authorizers.insert(appid.to_owned(), token.clone());
        token
    }
}

/// The permission sets that every account grants.
fn granted() -> Value {
    json!([{ "funcscope_category": { "id": 18 } }, { "funcscope_category": { "id": 49 } }])
}

fn wrong(breach: Breach, detail: &str) -> (Breach, String) {
    (breach, detail.to_owned())
}
