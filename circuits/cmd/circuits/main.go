// Command circuits compiles, describes, checks and sets up the transfer circuits without Java.
//
//	go run ./cmd/circuits check
//	go run ./cmd/circuits setup --circuit transfer-2x2 --out /tmp/transfer-2x2.pk
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/consensys/gnark/logger"

	"nelumbo.io/circuits/service"
	"nelumbo.io/circuits/transfer"
)

const usage = `usage: circuits <command> [--circuit NAME] [--out FILE] [--seed TEXT] [--label TEXT]

  check        counts, fingerprint, false statements for each clause, changed wires, points at infinity of
               the keys; all circuits unless one is named; exit code 1 where a check fails
  fingerprint  the fingerprint of each circuit
  setup        writes the UNSAFE-DEV key file of a circuit to --out; --label gives another key of it
  witness      writes the solved witness of a random statement to --out: W, A, B, C as 32-byte
               little-endian Montgomery limbs, A, B, C padded to the domain (for native/tools)

Circuits: transfer-2x2, transfer-1x2, transfer-4x2.
`

var errUsage = errors.New("wrong usage")

func main() {
	logger.Disable()
	err := run(os.Args[1:], os.Stdout)
	switch {
	case err == nil:
	case errors.Is(err, errUsage):
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "circuits:", err)
		os.Exit(1)
	}
}

type options struct{ circuit, out, seed, label string }

func run(arguments []string, out io.Writer) error {
	if len(arguments) == 0 {
		return errUsage
	}
	var o options
	flags := flag.NewFlagSet("circuits", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.circuit, "circuit", "", "")
	flags.StringVar(&o.out, "out", "", "")
	flags.StringVar(&o.seed, "seed", "nelumbo", "")
	flags.StringVar(&o.label, "label", "", "")
	if err := flags.Parse(arguments[1:]); err != nil || flags.NArg() != 0 {
		return errUsage
	}
	selected, err := o.selected()
	if err != nil {
		return err
	}
	switch arguments[0] {
	case "check":
		return check(selected, out)
	case "fingerprint":
		return describe(selected, service.DepthCounts, func(_ string, r *service.Report) {
			fmt.Fprintf(out, "%s %s\n", r.Name, r.Fingerprint)
		})
	case "setup":
		return o.toFile(selected, func(a transfer.Arity, path string) error {
			return service.WriteDevelopmentKey(int(a.ID), o.label, path)
		})
	case "witness":
		return o.toFile(selected, func(a transfer.Arity, path string) error { return writeWitness(a, o.seed, path) })
	default:
		return errUsage
	}
}

func check(selected []transfer.Arity, out io.Writer) error {
	var failed []string
	err := describe(selected, service.DepthChecks, func(text string, r *service.Report) {
		fmt.Fprintln(out, text)
		if !r.Checks.Passed {
			failed = append(failed, r.Name+": "+strings.Join(r.Checks.Failures, "; "))
		}
	})
	if err == nil && len(failed) != 0 {
		err = fmt.Errorf("the check failed: %s", strings.Join(failed, "; "))
	}
	return err
}

func (o *options) selected() ([]transfer.Arity, error) {
	if o.circuit == "" {
		return transfer.Circuits(), nil
	}
	arity, err := transfer.ByName(o.circuit)
	return []transfer.Arity{arity}, err
}

func (o *options) toFile(selected []transfer.Arity, write func(transfer.Arity, string) error) error {
	if o.out == "" || len(selected) != 1 {
		return errors.New("name one circuit with --circuit and a file with --out")
	}
	path, err := filepath.Abs(o.out)
	if err != nil {
		return err
	}
	return write(selected[0], path)
}

func describe(selected []transfer.Arity, depth int, use func(string, *service.Report)) error {
	for _, arity := range selected {
		text, err := service.Describe(int(arity.ID), depth)
		if err != nil {
			return err
		}
		report := new(service.Report)
		if err := json.Unmarshal([]byte(text), report); err != nil {
			return err
		}
		use(text, report)
	}
	return nil
}
