package service

import "fmt"

// ArgumentError says that a call does not fit: an unknown circuit, a buffer of the wrong length.
type ArgumentError struct{ Reason string }

func (e *ArgumentError) Error() string { return e.Reason }

// EncodingError says that bytes are not the canonical encoding of anything.
type EncodingError struct{ Cause error }

func (e *EncodingError) Error() string { return e.Cause.Error() }

func (e *EncodingError) Unwrap() error { return e.Cause }

// UnsatisfiedError says that the statement is false. Clause is its number in docs/protocol/transfer.md 2; 0 when the row belongs to none.
type UnsatisfiedError struct {
	Clause int
	Part   string
	Row    int
}

func (e *UnsatisfiedError) Error() string {
	return fmt.Sprintf("the statement is false: clause %d (%s), row %d", e.Clause, e.Part, e.Row)
}
