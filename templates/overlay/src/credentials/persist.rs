//! Credentials in a file of one's own.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use serde::ser::{Serialize, SerializeMap, Serializer};
use tempfile::NamedTempFile;

use super::error::shown;
use super::file::{File, Node};
use super::{Credentials, CredentialsError};
use crate::oauth1::{Consumer, SignatureMethod, Token};
use crate::secret::Secret;

/// The form of the file.
const VERSION: u64 = 1;

impl Credentials {
    /// Writes the token, its secret, the signature method, the expiration date, all other fields and the API host into a
    /// JSON file, in place of any that is there. Of the consumer only the key goes along, so that [`load`](Self::load)
    /// can tell whose token it is. The secrets stand there as they are: on Unix nobody but the user (and root) may read
    /// the file, elsewhere its folder decides.
    ///
    /// A reader sees the old file or the new one, never half of one. A symbolic link is replaced, not followed. The
    /// folder must be there.
    ///
    /// # Errors
    /// [`CredentialsError::Write`]. What was there is as it was then, and nothing else is left behind.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), CredentialsError> {
        let path = path.as_ref();
        self.write(path).map_err(|error| CredentialsError::Write {
            path: path.to_owned(),
            error,
        })
    }

    /// Reads what [`save`](Self::save) has written for this consumer.
    ///
    /// On Unix the file must be the user's alone, as `save` makes it (mode 0600): a wider one has been touched, and
    /// others may know the secrets, or have put in theirs. `ssh` is as strict with its keys.
    ///
    /// ```no_run
    /// use generated_client::credentials::Credentials;
    /// use generated_client::oauth1::Consumer;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let credentials = Credentials::load("credentials.json", Consumer::from_environment()?)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`CredentialsError::Read`], with an error of the kind [`NotFound`](io::ErrorKind::NotFound) where there is no file
    /// yet; [`CredentialsError::Content`], [`CredentialsError::OtherConsumer`] and [`CredentialsError::Exposed`].
    pub fn load(path: impl AsRef<Path>, consumer: Consumer) -> Result<Self, CredentialsError> {
        let path = path.as_ref();
        let file = File::read_checked(path, |metadata| refuse_exposed(path, metadata))?;
        let file = file.ok_or_else(|| CredentialsError::Read {
            path: path.to_owned(),
            error: not_found("there is none; log in first and `save`"),
        })?;
        let root = file.root();
        let version = root.member("version")?;
        if version.integer()? != VERSION {
            return Err(version.fault("is not 1, so a newer version of this client has written it"));
        }
        if root.member("consumer_key")?.text()?.expose() != consumer.key() {
            return Err(CredentialsError::OtherConsumer {
                path: path.to_owned(),
            });
        }
        let token = root.member("token")?.text()?.clone();
        let secret = root.member("secret")?.text()?.clone();
        let expiration_date = root.member("expiration_date")?.optional_text()?;
        Ok(Self {
            expiration_date: expiration_date.map(|date| date.expose().to_owned()),
            other: other(&root.member("other")?)?,
            api_host: root.member("api_host")?.api_host()?,
            method: method(&root.member("signature_method")?)?,
            ..Self::new(consumer, Token::new(token, secret))
        })
    }

    fn write(&self, path: &Path) -> io::Result<()> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        // It has mode 0600 from the start, and is removed on the way out unless it becomes the file.
        let mut file = NamedTempFile::new_in(folder).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                not_found(format!("its folder `{}` does not exist", shown(folder)))
            }
            _ => error,
        })?;
        serde_json::to_writer_pretty(file.as_file(), &Saved(self))?;
        file.write_all(b"\n")?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    }
}

#[cfg(unix)]
fn refuse_exposed(path: &Path, metadata: &fs::Metadata) -> Result<(), CredentialsError> {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = metadata.permissions().mode() & 0o777;
    match mode & 0o077 {
        0 => Ok(()),
        _ => Err(CredentialsError::Exposed {
            path: path.to_owned(),
            mode,
        }),
    }
}

#[cfg(not(unix))]
fn refuse_exposed(_: &Path, _: &fs::Metadata) -> Result<(), CredentialsError> {
    Ok(())
}

fn not_found(why: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, why.into())
}

fn method(node: &Node<'_>) -> Result<SignatureMethod, CredentialsError> {
    let Some(name) = node.optional_text()? else {
        return Ok(SignatureMethod::default());
    };
    name.expose()
        .parse()
        .map_err(|_| node.fault("is none of HMAC-SHA512, HMAC-SHA256, HMAC-SHA1 and PLAINTEXT"))
}

fn other(node: &Node<'_>) -> Result<Vec<(String, Secret)>, CredentialsError> {
    if !node.is_set() {
        return Ok(Vec::new());
    }
    let fields = node.members()?.into_iter().map(|(name, value)| {
        let value = value.any_text()?;
        Ok((name.to_owned(), value.clone()))
    });
    fields.collect()
}

/// What of the credentials goes into the file.
struct Saved<'a>(&'a Credentials);

impl Serialize for Saved<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let credentials = self.0;
        let mut file = serializer.serialize_map(None)?;
        file.serialize_entry("version", &VERSION)?;
        file.serialize_entry("consumer_key", credentials.consumer.key())?;
        file.serialize_entry("token", credentials.token.token())?;
        file.serialize_entry("secret", credentials.token.secret())?;
        file.serialize_entry("signature_method", credentials.method.as_str())?;
        file.serialize_entry("expiration_date", &credentials.expiration_date)?;
        file.serialize_entry("api_host", &credentials.api_host())?;
        file.serialize_entry("other", &Fields(&credentials.other))?;
        file.end()
    }
}

/// An object in which a name may come more than once, as it may in the answer of the API.
struct Fields<'a>(&'a [(String, Secret)]);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        for (name, value) in self.0 {
            object.serialize_entry(name, value)?;
        }
        object.end()
    }
}
