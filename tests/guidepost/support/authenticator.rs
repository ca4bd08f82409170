//! A device that keeps one passkey, as its browser speaks for it; it lies when it is told to.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

#[derive(Clone)]
pub struct Authenticator {
    key: SigningKey,
    id: Vec<u8>,
    /// Whose passkey it is, as the site calls them.
    pub user: Vec<u8>,
    counter: u32,
    /// The page that the browser stands on.
    origin: String,
    /// Whether it asks who holds it.
    verifies: bool,
}

impl Authenticator {
    pub fn new() -> Self {
        let random = || [*Uuid::new_v4().as_bytes(), *Uuid::new_v4().as_bytes()].concat();
        Self {
            key: SigningKey::from_slice(&random()).unwrap(),
            id: random(),
            user: Vec::new(),
            counter: 1,
            origin: "http://localhost:8080".to_owned(),
            verifies: true,
        }
    }

    /// The same on a page of another site.
    pub fn at(&self, origin: &str) -> Self {
        Self {
            origin: origin.to_owned(),
            ..self.clone()
        }
    }

    /// The same, asking nobody who they are.
    pub fn unverified(&self) -> Self {
        Self {
            verifies: false,
            ..self.clone()
        }
    }

    /// The same, naming somebody else.
    pub fn naming(&self, user: &[u8]) -> Self {
        Self {
            user: user.to_vec(),
            ..self.clone()
        }
    }

    /// Makes its passkey, and answers.
    pub fn make(&mut self, question: &Value) -> String {
        let options = &question["publicKey"];
        self.user = BASE64
            .decode(options["user"]["id"].as_str().unwrap())
            .unwrap();
        let mut data = self.data(options["rp"]["id"].as_str().unwrap(), 0x40);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        data.extend(self.public_key());
        let length = u16::try_from(data.len()).unwrap().to_be_bytes();
        let object = [
            b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59",
            &length[..],
            &data,
        ];
        let client = self.client("webauthn.create", options);
        self.answer(json!({
            "clientDataJSON": BASE64.encode(client),
            "attestationObject": BASE64.encode(object.concat()),
        }))
    }

    /// Signs with its passkey.
    pub fn sign(&mut self, question: &Value) -> String {
        let options = &question["publicKey"];
        self.counter += 1;
        let data = self.data(options["rpId"].as_str().unwrap(), 0);
        let client = self.client("webauthn.get", options);
        let signed = [&data[..], &Sha256::digest(&client)].concat();
        let signature: DerSignature = self.key.sign(&signed);
        self.answer(json!({
            "clientDataJSON": BASE64.encode(client),
            "authenticatorData": BASE64.encode(data),
            "signature": BASE64.encode(signature.as_bytes()),
            "userHandle": BASE64.encode(&self.user),
        }))
    }

    fn data(&self, rp_id: &str, flags: u8) -> Vec<u8> {
        let verified = if self.verifies { 0x04 } else { 0 };
        let mut data = Sha256::digest(rp_id).to_vec();
        data.push(0x01 | verified | flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// As COSE writes a point on P-256.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let point = point.as_bytes();
        let (x, y) = (&point[1..33], &point[33..65]);
        [
            b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20",
            x,
            b"\x22\x58\x20",
            y,
        ]
        .concat()
    }

    fn client(&self, what: &str, options: &Value) -> Vec<u8> {
        let data = json!({
            "type": what,
            "challenge": options["challenge"],
            "origin": self.origin,
            "crossOrigin": false,
        });
        data.to_string().into_bytes()
    }

    fn answer(&self, response: Value) -> String {
        let id = BASE64.encode(&self.id);
        json!({
            "id": id,
            "rawId": id,
            "type": "public-key",
            "extensions": {},
            "response": response,
        })
        .to_string()
    }
}
