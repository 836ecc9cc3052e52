//! TLS to PostgreSQL, in the words that JDBC and libpq have for it. The file of CAs is read anew for each connection: one that
//! is renewed while the server runs counts from then on.

use std::fmt::{self, Display, Formatter};
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme, version,
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::config::SslMode;
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_rustls::TlsConnector;

/// How a connection over TCP is protected; one through a socket never is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Encryption {
    /// Not at all.
    Disable,
    /// Encrypted where PostgreSQL can. Whoever stands in between can read and change everything.
    #[default]
    Prefer,
    /// Encrypted, or refused. Whoever stands in between can still pass for PostgreSQL.
    Require,
    /// Encrypted, and PostgreSQL's certificate comes from a CA of this file (PEM).
    VerifyCa(PathBuf),
    /// That, and the certificate is for the host that was asked for.
    VerifyFull(PathBuf),
}

/// Words that say no [`Encryption`].
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongEncryption {
    /// There is no such mode.
    #[error("sslmode is `{0}`; write disable, prefer, require, verify-ca or verify-full")]
    Mode(String),
    /// Nothing says which CAs are trusted.
    #[error(
        "sslmode `{0}` needs the CAs to trust; name a file that holds them as PEM by sslrootcert (DB_SSLROOTCERT)"
    )]
    NoAuthorities(String),
}

impl Encryption {
    /// What `sslmode` and `sslrootcert` say. As with libpq, `require` with a file of CAs checks against it, and `allow`
    /// encrypts where it can.
    ///
    /// # Errors
    /// When there is no such mode, or it needs CAs and names no file.
    pub fn from_words(mode: &str, authorities: Option<&str>) -> Result<Encryption, WrongEncryption> {
        let file = authorities.filter(|file| !file.is_empty()).map(PathBuf::from);
        match (mode, file) {
            ("disable", _) => Ok(Encryption::Disable),
            ("allow" | "prefer", _) => Ok(Encryption::Prefer),
            ("require", None) => Ok(Encryption::Require),
            ("require" | "verify-ca", Some(file)) => Ok(Encryption::VerifyCa(file)),
            ("verify-full", Some(file)) => Ok(Encryption::VerifyFull(file)),
            ("verify-ca" | "verify-full", None) => Err(WrongEncryption::NoAuthorities(mode.to_owned())),
            _ => Err(WrongEncryption::Mode(mode.to_owned())),
        }
    }

    fn authorities(&self) -> Option<&Path> {
        match self {
            Encryption::VerifyCa(file) | Encryption::VerifyFull(file) => Some(file),
            Encryption::Disable | Encryption::Prefer | Encryption::Require => None,
        }
    }
}

/// Why there is no TLS: a sentence that says what to do.
#[derive(Debug)]
pub(crate) struct TlsError(String);

impl Display for TlsError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for TlsError {}

/// Opens TLS on connections to one server.
#[derive(Clone, Debug)]
pub(crate) struct Tls {
    encryption: Encryption,
}

impl Tls {
    /// For connections that are protected so.
    ///
    /// # Errors
    /// When the file of CAs cannot be read or holds none.
    pub(crate) fn new(encryption: &Encryption) -> Result<Tls, TlsError> {
        let tls = Tls { encryption: encryption.clone() };
        tls.verifier().map(|_| tls)
    }

    /// What the driver must know.
    pub(crate) fn mode(&self) -> SslMode {
        match self.encryption {
            Encryption::Disable => SslMode::Disable,
            Encryption::Prefer => SslMode::Prefer,
            Encryption::Require | Encryption::VerifyCa(_) | Encryption::VerifyFull(_) => SslMode::Require,
        }
    }

    fn verifier(&self) -> Result<Verifier, TlsError> {
        Ok(Verifier {
            authorities: self.encryption.authorities().map(read_authorities).transpose()?,
            names: matches!(self.encryption, Encryption::VerifyFull(_)),
            algorithms: ring::default_provider().signature_verification_algorithms,
        })
    }
}

fn read_authorities(file: &Path) -> Result<RootCertStore, TlsError> {
    let shown = file.display();
    let wrong = |error: &dyn Display| {
        TlsError(format!(
            "the file of CAs `{shown}` cannot be used: {error}; let sslrootcert (DB_SSLROOTCERT) name a file of certificates as PEM"
        ))
    };
    let text = std::fs::read(file).map_err(|error| wrong(&error))?;
    let mut authorities = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&text) {
        let certificate = certificate.map_err(|error| wrong(&error))?;
        authorities.add(certificate).map_err(|error| wrong(&error))?;
    }
    if authorities.is_empty() { Err(wrong(&"it holds no certificate")) } else { Ok(authorities) }
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> MakeTlsConnect<S> for Tls {
    type Stream = Encrypted<S>;
    type TlsConnect = Handshake;
    type Error = TlsError;

    fn make_tls_connect(&mut self, host: &str) -> Result<Handshake, TlsError> {
        let authorities = self.encryption.authorities().map(|file| file.display().to_string());
        let versions = [&version::TLS13, &version::TLS12];
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&versions)
            .map_err(|error| TlsError(format!("TLS cannot be set up: {error}")))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(self.verifier()?))
            .with_no_client_auth();
        Ok(Handshake { config: Arc::new(config), host: host.to_owned(), authorities })
    }
}

/// TLS that is about to be opened on one connection.
pub(crate) struct Handshake {
    config: Arc<ClientConfig>,
    host: String,
    authorities: Option<String>,
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> TlsConnect<S> for Handshake {
    type Stream = Encrypted<S>;
    type Error = TlsError;
    type Future = Pin<Box<dyn Future<Output = Result<Encrypted<S>, TlsError>> + Send>>;

    fn connect(self, stream: S) -> Self::Future {
        Box::pin(async move {
            let name = ServerName::try_from(self.host.clone())
                .map_err(|_| TlsError(format!("`{}` is no name of a host; set DB_HOST to one", self.host)))?;
            match TlsConnector::from(Arc::clone(&self.config)).connect(name, stream).await {
                Ok(stream) => Ok(Encrypted(Box::new(stream))),
                Err(error) => Err(self.refused(&error)),
            }
        })
    }
}

impl Handshake {
    fn refused(&self, error: &io::Error) -> TlsError {
        let host = &self.host;
        let file = self.authorities.as_deref().unwrap_or_default();
        let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<rustls::Error>());
        let Some(rustls::Error::InvalidCertificate(cause)) = cause else {
            return TlsError(format!("TLS with PostgreSQL at `{host}` failed: {error}"));
        };
        TlsError(match cause {
            CertificateError::UnknownIssuer => format!(
                "the certificate of PostgreSQL at `{host}` comes from no CA in `{file}`; let sslrootcert (DB_SSLROOTCERT) name a file with the CA that signed it"
            ),
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => format!(
                "the certificate of PostgreSQL is not for `{host}`: {cause}; set DB_HOST to a name that it holds as a subject alternative name, or have one made for this name"
            ),
            _ => format!(
                "the certificate of PostgreSQL at `{host}` is refused: {cause}; have a new one made by a CA in `{file}`"
            ),
        })
    }
}

/// Checks PostgreSQL's certificate as far as was asked.
#[derive(Debug)]
struct Verifier {
    authorities: Option<RootCertStore>,
    names: bool,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Verifier {
    /// What anybody could have made proves nothing by its signature: a certificate that nothing is asked of may be as old as it
    /// likes.
    fn signature(
        &self,
        check: impl FnOnce() -> Result<HandshakeSignatureValid, rustls::Error>,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        if self.authorities.is_some() { check() } else { Ok(HandshakeSignatureValid::assertion()) }
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if let Some(authorities) = &self.authorities {
            let parsed = ParsedCertificate::try_from(certificate)?;
            let known = self.algorithms.all;
            verify_server_cert_signed_by_trust_anchor(&parsed, authorities, intermediates, now, known)?;
            if self.names {
                verify_server_name(&parsed, host)?;
            }
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.signature(|| verify_tls12_signature(message, certificate, signature, &self.algorithms))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.signature(|| verify_tls13_signature(message, certificate, signature, &self.algorithms))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// A connection inside TLS. It names no channel binding: signing in by SCRAM goes without.
pub(crate) struct Encrypted<S>(Box<tokio_rustls::client::TlsStream<S>>);

impl<S: AsyncRead + AsyncWrite + Unpin> TlsStream for Encrypted<S> {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Encrypted<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Encrypted<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::{Encryption, WrongEncryption};

    #[test]
    fn words_say_how_a_connection_is_protected() {
        let read = Encryption::from_words;
        for (mode, file, expected) in [
            ("disable", Some("ca"), Encryption::Disable),
            ("allow", None, Encryption::Prefer),
            ("prefer", None, Encryption::Prefer),
            ("require", None, Encryption::Require),
            ("require", Some(""), Encryption::Require),
            ("require", Some("ca"), Encryption::VerifyCa("ca".into())),
            ("verify-ca", Some("ca"), Encryption::VerifyCa("ca".into())),
            ("verify-full", Some("ca"), Encryption::VerifyFull("ca".into())),
        ] {
            assert_eq!(read(mode, file), Ok(expected), "{mode} {file:?}");
        }
        assert_eq!(read("Require", None), Err(WrongEncryption::Mode("Require".to_owned())));
        assert_eq!(read("verify-full", None), Err(WrongEncryption::NoAuthorities("verify-full".to_owned())));
    }
}
