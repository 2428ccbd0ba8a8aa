//! What a provider says of somebody, in our words. // 6.3

use jiff::Timestamp;
use porch_exchange::openid::{IdentityToken, Told, asserted};
use serde_json::{Value, json};

fn told(claims: Value, more: Value) -> Told {
    let token = IdentityToken {
        subject: "910000000001".to_owned(),
        acr: Some("AAL3_ANY".to_owned()),
        amr: Vec::new(),
        shown_at: Some(Timestamp::UNIX_EPOCH),
        session: None,
        claims,
    };
    Told { token, more }
}

#[test]
fn the_roles_of_the_published_example_are_read() {
    let more = serde_json::from_str(include_str!("cis2-userinfo-example.json")).unwrap();
    let said = asserted("https://cis2.example", told(json!({ "id_assurance_level": "3" }), more));
    assert_eq!(
        (said.identity.issuer.as_str(), said.identity.subject.as_str()),
        ("https://cis2.example", "910000000001")
    );
    let roles: Vec<_> =
        said.roles.iter().map(|role| (role.id.as_str(), role.organisation.as_str(), role.code.as_str())).collect();
    assert_eq!(
        roles,
        [
            ("555254240100", "RBA", "S8000:G8000:R8001"),
            ("555254242102", "RBA", "S8000:G8000:R8000"),
            ("555254241101", "RBA", "S8000:G8000:R8003"),
            ("093895563513", "RBA", "S8000:G8000:R8003"),
        ]
    );
    assert_eq!(said.roles[0].name, "\"Clinical\":\"Clinical Provision\":\"Nurse Access Role\"");
    assert_eq!((said.identity_level, said.authentication, said.selected), (Some(3), None, None));
}

#[test]
fn what_is_signed_goes_before_what_came_beside_it() {
    let beside = json!({ "authentication_assurance_level": "3", "id_assurance_level": 3, "selected_roleid": "1" });
    let signed = json!({ "authentication_assurance_level": "1" });
    let said = asserted("https://cis2.example", told(signed, beside));
    assert_eq!((said.authentication, said.identity_level, said.selected.as_deref()), (Some(1), Some(3), Some("1")));
}

#[test]
fn what_cannot_be_read_is_nothing() {
    for strange in [
        json!(null),
        json!([]),
        json!("x"),
        json!({ "nhsid_nrbac_roles": "x" }),
        json!({ "nhsid_nrbac_roles": [7, {}, { "org_code": "RBA" }] }),
    ] {
        let said = asserted("https://cis2.example", told(json!({}), strange));
        assert!(said.roles.is_empty() && said.selected.is_none());
    }
    for level in [json!("high"), json!(-1), json!(999), json!(2.5), json!("")] {
        let said =
            asserted("https://cis2.example", told(json!({ "authentication_assurance_level": level }), json!({})));
        assert_eq!(said.authentication, None, "{level}");
    }
}
