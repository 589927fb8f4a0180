package transfer_test

import (
	"os"
	"testing"

	"nelumbo.io/circuits/gadget/row"
	"nelumbo.io/circuits/transfer"
)

// A failure here means that the circuit has changed: that is a new circuit version with new keys, never a reason to
// paste the new line over the old one on a network that runs.
func TestFingerprintsArePinned(t *testing.T) {
	var want string
	for _, a := range transfer.Circuits() {
		cs, err := transfer.Compile(a)
		if err != nil {
			t.Fatal(err)
		}
		line, err := transfer.FingerprintLine(a, cs)
		if err != nil {
			t.Fatal(err)
		}
		want += line + "\n"
		sum, err := row.Fingerprint(cs)
		if err != nil {
			t.Fatal(err)
		}
		if pinned, err := transfer.Fingerprint(a); err != nil || pinned != sum {
			t.Errorf("%s: pinned %x (%v), compiled %x", a.Name, pinned, err, sum)
		}
	}
	got, err := os.ReadFile("fingerprint.txt")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("fingerprint.txt holds\n%swhile the circuits are\n%s", got, want)
	}
}
