// Package keys derives the key commitment ko and the owner o of an address from the spend validating key ak,
// the nullifier key nk and a diversifier (docs/protocol/keys.md 3), in plain Go and in a circuit.
package keys
