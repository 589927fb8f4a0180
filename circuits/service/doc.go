// Package service offers the transfer circuits as calls over bytes: describe, solve, write a key, and, for comparison with our own
// prover, gnark's prove and verify. It compiles each circuit once and keeps it; all functions may be called from any goroutine.
package service
