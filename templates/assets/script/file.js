// Lists from files.

// A chosen file's text goes into the field that is sent; without script it is pasted there.
function readInto(input) {
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (file) {
      document.getElementById(input.dataset.into).value = await file.text();
    }
  });
}
