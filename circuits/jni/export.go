//go:build jni

// Package main is the circuit library: Java reaches the circuits through it, by JNI.
//
// Every call takes bytes and lengths and returns a status of native/include/nelumbo/nelumbo.h, or statusUnsatisfied. The text buffer receives a
// u32 little-endian length and UTF-8: a result on success, the reason otherwise. No function keeps a pointer after its return, and every one
// recovers from panics. The statement's solver runs as one task, so that a panic in it is recovered here too.
package main

import "C"

import (
	"encoding/binary"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"unsafe"

	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/consensys/gnark/logger"

	"nelumbo.io/circuits/service"
)

const (
	statusOK          = 0
	statusBadArgument = 1
	statusUnsatisfied = 8
	statusInternal    = 99
	statusBadEncoding = 2
)

func init() { logger.Disable() }

func main() {}

// guard runs one call, turns its outcome into a status and leaves the text in the caller's buffer.
func guard(text unsafe.Pointer, textLen int64, call func() (string, error)) (status C.int) {
	defer func() {
		if r := recover(); r != nil {
			reason := "the circuit library panicked"
			if e, ok := r.(runtime.Error); ok {
				reason += ": " + e.Error()
			}
			status = statusInternal
			put(text, textLen, reason)
		}
	}()
	result, err := call()
	if err != nil {
		put(text, textLen, err.Error())
		return statusOf(err)
	}
	if len(result) > int(textLen)-4 {
		put(text, textLen, fmt.Sprintf("the result has %d bytes but the text buffer holds %d", len(result), textLen-4))
		return statusBadArgument
	}
	put(text, textLen, result)
	return statusOK
}

func statusOf(err error) C.int {
	var unsatisfied *service.UnsatisfiedError
	var encoding *service.EncodingError
	var argument *service.ArgumentError
	switch {
	case errors.As(err, &unsatisfied):
		return statusUnsatisfied
	case errors.As(err, &encoding):
		return statusBadEncoding
	case errors.As(err, &argument):
		return statusBadArgument
	default:
		return statusInternal
	}
}

func put(text unsafe.Pointer, textLen int64, message string) {
	if text == nil || textLen < 4 {
		return
	}
	buffer := unsafe.Slice((*byte)(text), textLen)
	n := copy(buffer[4:], message)
	binary.LittleEndian.PutUint32(buffer, uint32(n))
}

func view(data unsafe.Pointer, length int64) []byte { return unsafe.Slice((*byte)(data), length) }

func elements(data unsafe.Pointer, count int64) ([]fr.Element, error) {
	if data == nil || count < 0 || uintptr(data)%8 != 0 {
		return nil, &service.ArgumentError{Reason: "a witness buffer is missing or not aligned to 8 bytes"}
	}
	return unsafe.Slice((*fr.Element)(data), count), nil
}

//export nlbDescribe
func nlbDescribe(circuit, depth C.int, text unsafe.Pointer, textLen int64) C.int {
	return guard(text, textLen, func() (string, error) { return service.Describe(int(circuit), int(depth)) })
}

//export nlbSolve
func nlbSolve(circuit C.int, assignment unsafe.Pointer, assignmentLen int64, w unsafe.Pointer, wires int64,
	a, b, c unsafe.Pointer, rows int64, text unsafe.Pointer, textLen int64) C.int {
	return guard(text, textLen, func() (string, error) {
		var out service.Solution
		var err error
		for _, part := range []struct {
			target *[]fr.Element
			data   unsafe.Pointer
			count  int64
		}{{&out.W, w, wires}, {&out.A, a, rows}, {&out.B, b, rows}, {&out.C, c, rows}} {
			if *part.target, err = elements(part.data, part.count); err != nil {
				return "", err
			}
		}
		return "", service.Solve(int(circuit), view(assignment, assignmentLen), out)
	})
}

// nlbWriteDevelopmentKey takes label, a zero byte and path, in UTF-8.
//
//export nlbWriteDevelopmentKey
func nlbWriteDevelopmentKey(circuit C.int, labelAndPath unsafe.Pointer, labelAndPathLen int64, text unsafe.Pointer, textLen int64) C.int {
	return guard(text, textLen, func() (string, error) {
		label, file, found := strings.Cut(string(view(labelAndPath, labelAndPathLen)), "\x00")
		if !found {
			return "", &service.ArgumentError{Reason: "the label and the path of a development key are not divided by a zero byte"}
		}
		return "", service.WriteDevelopmentKey(int(circuit), label, filepath.Clean(file))
	})
}

//export nlbProve
func nlbProve(circuit C.int, assignment unsafe.Pointer, assignmentLen int64, proof unsafe.Pointer, proofLen int64,
	text unsafe.Pointer, textLen int64) C.int {
	return guard(text, textLen, func() (string, error) {
		return service.Prove(int(circuit), view(assignment, assignmentLen), view(proof, proofLen))
	})
}

//export nlbVerify
func nlbVerify(circuit C.int, statement unsafe.Pointer, statementLen int64, text unsafe.Pointer, textLen int64) C.int {
	return guard(text, textLen, func() (string, error) {
		return service.Verify(int(circuit), view(statement, statementLen))
	})
}
