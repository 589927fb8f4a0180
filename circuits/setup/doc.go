// Package setup turns a compiled circuit into Groth16 keys and into the project's own key files.
//
// The key algorithm is that of Groth, "On the Size of Pairing-based Non-interactive Arguments" (EUROCRYPT 2016), section 3.2,
// in the layout that gnark's prover expects, so that one key serves gnark and our native prover. File layouts are those of
// docs/protocol/keys.md.
//
// Development keys come from fixed, public toxic waste: whoever reads this package can forge proofs under them. They are
// marked UNSAFE-DEV in every file, and a network of kind "production" refuses them.
package setup
